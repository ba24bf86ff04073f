"""The calls whose results tests/rego/builtins/*.ndjson hold, builtin by builtin: ordinary
arguments, those of OPA's documentation, and hostile ones. Each is a builtin, an expression
and an input. Arguments are in the input, so that OPA's type checker does not see them."""

import itertools
import random

S=["","a","abc","aaa","é","😀a","ABC","straße","a.b.c","a/b","  x ","\t\n","İ","ΑΣ","ŉǆ","ᾳ","a,b,,c","1","0x10","null","[1]","%d","$1","é😀é"]
N=[0,1,-1,2,3,1.5,-2.5,0.1,10,16,255,-0.5,0.5,1e21,9007199254740993,18446744073709551615,-9223372036854775808,100]
ANY=[None,True,False,0,1,-1,1.5,"","a",[],[1],["a"],{}, {"a":1}]
ARR=[[],[1],[1,2,3],["a","b"],[None],[[1],[2]],["a",1,None,True,{"k":1},[1]],[3,1,2],[1.5,1],["b","a","b"]]
OBJ=[{}, {"a":1},{"a":{"b":1,"c":2},"d":[1,{"e":2}]},{"a":[1,2]},{"a":None},{"b":{"c":{"d":1}}}]
rows=[]
def add(f,*args,expr=None):
    names="abcdef"
    inp={names[i]:a for i,a in enumerate(args)}
    e=expr or f"{f}({', '.join('input.'+names[i] for i in range(len(args)))})"
    rows.append((f,e,inp))
def cross(f,*pools):
    for c in itertools.product(*pools): add(f,*c)
# strings
for f in ["lower","upper","trim_space","strings.reverse","count"]:
    cross(f,S+["ßſKÅ","ǰΐև ﬀ","\u00a0x\u3000","\u1680\u2028y"])
    cross(f,[1,None,True])
for a in ARR+OBJ: add("count",a)
for f in ["startswith","endswith","contains","indexof","indexof_n","split","strings.count","trim","trim_left","trim_right","trim_prefix","trim_suffix"]:
    cross(f,["","abc","aaaa","éaé","a.b.c","😀x😀","xxabcxx"],["","a","aa","é","😀",".","abcd","x","cba"])
    add(f,1,"a"); add(f,"a",None)
cross("concat",["",",","é"],ARR[:4]+[["a","b","c"],["x"],"abc",1])
add("concat",expr='concat(",", {v | some v in input.a})'); rows[-1]=("concat",'concat(",", {v | some v in input.a})',{"a":["b","a","c"]})
cross("replace",["","aaa","abcabc","éé","a.b"],["","a","aa","é","bc"],["","X","aa","a"])
for p in [{"a":"b","b":"a"},{"a":"b","ab":"X"},{"":"X"},{"":"X","a":"Y"},{"abc":"1","b":"2"},{"é":"e"},{"<":"&lt;","&":"&amp;"},{},{"a":1},{"b":"c","a":"b"}]:
    for s in ["","ab","abcab","aé<&",1]: add("strings.replace_n",p,s)
cross("substring",["","abcdef","é😀bc"],[0,1,3,10,-1,1.0],[-1,0,1,2,100])
cross("format_int",[0,5,-5,15.9,-15.9,255,0.4,-0.4,18446744073709551615,1e3],[2,8,10,16,3])
for fmt,args in [("%v",[1]),("%v",[1.5]),("%v",[1e6]),("%v",[123456789.5]),("%v",[0.00001]),("%v",[1.0]),("%d",[1.0]),("%d",[1.5]),("%d",["x"]),("%d",[None]),("%d",[True]),("%d",[[1]]),("%s",[1]),("%s",[1.5]),("%s",[True]),("%s",[None]),("%s",[{"a":1}]),("%v",[{"a":[1,"x",None]}]),("%v",[[]]),("%v",[{}]),("%s",[["a\n\"é\u0001"]]),("%q",["a\"b\n"]),("%q",[65]),("%q",[[1]]),("%x",["hi"]),("%X",["é"]),("%x",[255]),("%X",[255]),("%o %O",[8,8]),("%b",[5]),("%c",[65]),("%c",[128512]),("%U",[128512]),("%t",[True]),("%t",["true"]),("%e",[1234.5]),("%E",[1234.5]),("%f",[1.5]),("%f",[1]),("%F",[2.5]),("%g",[1e-7]),("%G",[1e-7]),("%g",[100000.0]),("%g",[1234567.5]),("%.2f",[3.14159]),("%6.2f|",[3.14159]),("%-8.2f|",[3.14159]),("%08.2f|",[-3.14159]),("%+d",[5]),("% d",[5]),("%5d|",[5]),("%-5d|",[5]),("%05d|",[-5]),("%.3d|",[5]),("%8.3d|",[5]),("%+05d|",[5]),("%#x",[255]),("%#o",[8]),("%#b",[5]),("%5s|",["é"]),("%-5s|",["é"]),("%.2s|",["éab"]),("%05s|",["a"]),("%5q|",["a"]),("%T",[1]),("%T",["a"]),("%T",[1.5]),("%T",[None]),("%p",[1]),("%z",[1]),("%!",[]),("%",[]),("%%",[]),("%5%|",[]),("%d %d",[1]),("%d",[1,2]),("%d",[]),("",[1]),("abc",[]),("%s %v",["a",None,{"x":1}]),("%*d|",[5,1]),("%-*d|",[5,1]),("%.*f|",[2,3.14159]),("%v",[-0.0]),("%d",[12345678901234567]),("%d",[18446744073709551615]),("%x",[18446744073709551615]),("%s",[18446744073709551615]),("%v",["%d"]),("%.0f",[2.5]),("%.1f",[0.25]),("%.10g",[0.1]),("%.3g",[1234.5]),("%.0e",[1500.0]),("%5t",[True]),("%w",[1]),("%é",[1]),("%+v",[{"a":1}]),("%#v",["x"]),("%v %v",["a","b"]),("%3c|",[65]),("%-3c|",[65]),("%+q",["é"]),("%x",[1.5]),("%[1]d",[1]),("%1000001d",[1]),("%s",["a","b",3]),("%08d",[5]),("%+.2e",[12345.678]),("% x",["hi"]),("%v",[[1.0,2.5,1e21]]),("%v",[True]),("%10v|",[[1]]),("%d%%",[50]),("%s",["\u007f\u00a0\u200b"]),("%v",[["\u007f\u00a0\u200b😀"]])]:
    add("sprintf",fmt,args)
add("sprintf",1,[]); add("sprintf","%d",1)
rows.append(("sprintf",'sprintf("%v %v", [{v | some v in input.a}, set()])',{"a":[3,1,"x"]}))
for f in ["strings.any_prefix_match","strings.any_suffix_match"]:
    cross(f,["abc",["abc","x"],[],"",1],["a",["a","b"],["c"],[],[""],"",[1]])
# regex
P=[r"^\d+$",r"^\w+$",r"\s",r"\bfoo\b",r"(?i)straße",r"^[a-z]+$",r"a|b",r"(a)(b)?",r"",r"x*",r"a**",r"(",r"[",r"a{2}",r"a{1001}",r"a{,2}",r"\Qa.b\E",r"[[:alpha:]]+",r"\p{Greek}",r"\pL",r"(?P<n>a)",r"(?<n>a)",r"(?=a)",r"\1",r"^a.c$",r"(?s)^a.c$",r"(?m)^b$",r"[^a]",r"[a[b]",r"[a&&b]",r"\x41",r"\101",r"(?U)a+",r"a+?",r"\z",r"\Z",r"\A",r"[\d\-]+",r"é+",r"[à-ü]",r"(?i)k",r"\.",r"\-",r"\_",r"\é",r"[]a]",r"[^]a]",r"[a-]",r"(a{100}){11}",r"a{2}{3}",r"a*?",r"a??",r"(?i:A)b",r"(?x) a",r"\v",r"[\v]",r"\h",r"\R",r"$^",r"^*",r"(|a)+",r"[\w.-]+@[\w.-]+",r"^(?:[0-9]{1,3}\.){3}[0-9]{1,3}$", r"^arn:aws:iam::\d{12}:role/.+$", r"[[:^digit:]]", r"[[:foo:]]", r"\p{^Lu}",r"\P{Lu}",r"\p{Foo}",r"{",r"a{",r"a{x}",r"}",r"]",r"(?i)ſ",r"(?i)ß"]
T=["","a","abc","foo bar","١٢","12","é","STRASSE","straße","aa\nb","a\nc","K","foo.bar@x.io","10.0.0.1","a b\u00a0c\u000b","ab aab b","αβ","]a-","{a{"]
for p in P:
    add("regex.is_valid",p)
    for t in T: add("regex.match",p,t)
add("regex.is_valid",1);add("regex.is_valid",None);add("regex.match",1,"a");add("regex.match","a",1)
for p in [r"a",r"a*",r"",r"(a)(b)?",r"[ab]+",r"\s+",r"\d",r",",r"é",r"(?P<x>a)b",r"^a",r"b$",r"x|"]:
    for t in ["","a","ab aab","éaé","a,b,,c","1 2  3"]:
        add("regex.split",p,t)
        for n in [-1,0,1,2]: add("regex.find_n",p,t,n)
        for n in [-1,1]: add("regex.find_all_string_submatch_n",p,t,n)
        for v in ["X","$1","${1}x","$1x","$$","$x","${x}","$","${","${a-b}","$9","[$0]"]: add("regex.replace",t,p,v)
for tp,t,a,b in [("a{b}","ab","{","}"),("urn:foo:{.*}","urn:foo:bar:baz","{","}"),("urn:<[0-9]+>:x","urn:12:x","<",">"),("urn:<[0-9]+>:x","urn:a:x","<",">"),("a.b","axb","{","}"),("{a","a","{","}"),("a}","a","{","}"),("{a{1,2}}","aa","{","}"),("{\\d}","5","{","}"),("{\\d}","٥","{","}"),("x","xy","{","}"),("x","x","",""),("x","x","{{","}"),("|a|","a","|","|"),("{a}{b}","ab","{","}"),("{(a)}","a","{","}"),("é{.}","éx","{","}"),("{a|b}c","bc","{","}"),("{*}","a","{","}")]:
    add("regex.template_match",tp,t,a,b)
# glob
G=["*","**","?","a*","*.example.com","**.example.com","{a,b}c","[a-c]","[!a-c]","[abc]","a\\*","","a?b","{a*,b}.c","[","{","]","}","[]","a,b","*:*","api:*:read","a/**","{,a}b","[a-cd]","[!]","\\","***","é?","[é]","[^a]","{a,{b,c}}x"]
GT=["","a","ab","a.example.com","a.b.example.com","ac","bc","b","a*","a:b","api:x:read","api:x:y:read","a/b/c","a.b","é1","]","x\ny","cx"]
for g in G:
    for t in GT:
        for d in [None,[],["."],[":"],["/",":"]]:
            if random.Random(g+t+str(d)).random()<0.35: add("glob.match",g,d,t)
for g in G+["a-b!,","é"]: add("glob.quote_meta",g)
add("glob.match","*",["ab"],"a");add("glob.match","*",[1],"a");add("glob.match","*","x","a");add("glob.match","*",[""],"a");add("glob.match","a*b",["é"],"aéb")
# numbers
for f in ["abs","ceil","floor","round"]:
    cross(f,N+[2.5,-1.5,1.1,-1.1,0.49999999999999994,1e15,1.5e300,"1",None])
cross("numbers.range",[0,3,-2,1.0,1.5,"1"],[0,3,-2,2.0])
cross("numbers.range_step",[0,10,-3],[0,10,-3],[1,3,0,-1,2.0,1.5,100])
for a in ARR+[[0.1,0.2],[1.1,1.1,1.1],[0.5,0.5],[1e300,1e300],[1,2.5],[-1,1],[9007199254740993,1],[18446744073709551615,1],[2,0.5],[3,0.1],[0.1,0.2,0.3,0.4],[1.1,2.2],[0],["a"],[True],[1e18,10],[0.1,3]]:
    for f in ["sum","product","min","max","sort"]: add(f,a)
for f in ["sum","product","min","max","sort"]:
    for a in [[1,2,2],[0.1,0.2],[]]: rows.append((f,f"{f}({{v | some v in input.a}})",{"a":a}))
    cross(f,["abc",1,{"a":1}])
cross("to_number",["1","-1","1.5","1e3","1E+3","0","-0","01","+1"," 1","1 ","0x10","","a",".5","1.","1_000","Infinity","nan","1e400","1e-400","123456789012345678901234567890","0.1","-0.0","1e","--1",None,True,False,5,1.5,[1],{},"१","1,5","0b1","1e5.5"])
for f in ["bits.and","bits.or","bits.xor"]: cross(f,[0,5,-1,255,1.0,1.5,18446744073709551615],[0,3,-2,1.0,"a"])
for f in ["bits.lsh","bits.rsh"]: cross(f,[0,5,-1,255,1.5],[0,1,3,64,-1,1.0])
cross("bits.negate",[0,5,-1,1.0,1.5,"a"])
# units
for u in ["1","10k","10K","10Ki","1ki","1M","1m","100m","1Mi","1mi","1MI","1G","1g","1Gi","1T","1P","1E","1e","1e3","1e3k","1E3","1Ei","1.5G","0.5Gi","1.1k","","abc","1 k","\"1k\"","1kb","1KiB","1mb","1MB","1b","1B","1x","-1k","+1k",".5k","5.","1.2.3","1e-3k","0.001k","1e10Gi","1e1000000k","1e1e1","1k1","100MiB","1e2m","3n","1u","1da","1Zi","1Yi","0.1Ki","1.1gb","0.3333333Ki","1--1","1e+2Ki","٣","1Kib","1tb","1TIB","2.5pb","1eb","1eib","0","00012k","1,000","-0.0000000000001"]:
    add("units.parse",u);add("units.parse_bytes",u)
add("units.parse",1);add("units.parse_bytes",None)
# arrays
cross("array.concat",ARR[:5],ARR[:5]+[1]);cross("array.reverse",ARR+[1]);cross("array.slice",[[],[1,2,3],["a"],1],[-1,0,1,5,1.0,1.5],[-1,0,2,10])
cross("array.flatten",[[],[1],[[1,2],3,[[4]]],[[]],1])
# sets
for f in ["union","intersection"]:
    for a in [[],[[1],[2]],[[1,2],[2,3]],[[1]],[[],[1]]]: rows.append((f,f"{f}({{s | some v in input.a; s := {{w | some w in v}}}})",{"a":a}))
    rows.append((f,f"{f}({{v | some v in input.a}})",{"a":[1]}));add(f,[1])
# objects
for o in OBJ+[[1],1]:
    add("object.keys",o)
    for k in ["a","b",["a"],["a","b"],["d",1,"e"],["d","1"],["d",-1],["d",1.0],[],["x","y"],None,1,["a","b","c"],["d",0,"x"]]: add("object.get",o,k,"dflt")
for o in OBJ+[1]:
    for k in [[],["a"],["a","d"],{"a":5},"a",[1]]:
        add("object.remove",o,k);add("object.filter",o,k)
    for k in OBJ+[1]: add("object.union",o,k)
rows.append(("object.remove",'object.remove(input.o, {"a"})',{"o":{"a":1,"b":2}}))
rows.append(("object.filter",'object.filter(input.o, {"a"})',{"o":{"a":1,"b":2}}))
rows.append(("object.get",'object.get({"a": {v | some v in input.s}}, ["a", 1], "none")',{"s":[1,2]}))
rows.append(("object.get",'object.get({"a": {v | some v in input.s}}, ["a", 3], "none")',{"s":[1,2]}))
rows.append(("object.get",'object.get({1: "x"}, input.k, "none")',{"k":1}))
rows.append(("object.get",'object.get({1: "x"}, input.k, "none")',{"k":1.0}))
rows.append(("object.get",'object.get({"a": false}, "a", input.k)',{"k":1}))
for a in [[],[{}],[{"a":1},{"b":2}],[{"a":{"b":1}},{"a":{"c":2}}],[{"a":{"b":2}},{"a":4},{"a":{"c":3}}],[{"a":1},{"a":{"b":1}}],[{"a":[1]},{"a":[2]}],[1],[{},1],[{"a":{"b":{"c":1}}},{"a":{"b":{"d":2}}}]]: add("object.union_n",a)
SUB=[[],[1],[1,2],[1,2,3],[2,3],{},{"a":1},{"a":{"b":1}},{"a":{"b":1,"c":2}},{"a":[1,2,3]},{"a":[2,3]},{"a":[]},"x",1,None]
cross("object.subset",SUB,SUB)
for a,b in [([1,2],[1]),([1],[1,2]),([],[]),([1],[])]:
    rows.append(("object.subset","object.subset({v | some v in input.a}, {v | some v in input.b})",{"a":a,"b":b}))
    rows.append(("object.subset","object.subset(input.a, {v | some v in input.b})",{"a":a+a,"b":b}))
    rows.append(("object.subset",'object.subset({"k": {v | some v in input.a}}, {"k": {v | some v in input.b}})',{"a":a,"b":b}))
PATHS=[[],["a"],["a/b"],["/a/b"],["a/b","a"],["d/1/e"],["d/0"],[["d",1,"e"]],[["d","1","e"]],[["a","b"]],["x"],["a/b/c"],[""],["a~1b"],[1],"a",["//a"],["a/"],["d/1"],["d/01"]]
for o in OBJ[2:5]+[{"a/b":1,"a":{"b":2}},{},[1],{"a":{"":1}}]:
    for p in PATHS: add("json.filter",o,p);add("json.remove",o,p)
rows.append(("json.filter",'json.filter({"a": {v | some v in input.s}}, ["a/x"])',{"s":["x","y"]}))
rows.append(("json.remove",'json.remove({"a": {v | some v in input.s}}, ["a/x"])',{"s":["x","y"]}))
DOC={"a":{"b":1,"c":[1,2,3]},"d":"x"}
for ops in [[],[{"op":"add","path":"/e","value":1}],[{"op":"add","path":"a/c/0","value":0}],[{"op":"add","path":"/a/c/-","value":4}],[{"op":"remove","path":"/a/b"}],[{"op":"remove","path":"/x"}],[{"op":"replace","path":"/d","value":[1]}],[{"op":"replace","path":"/x","value":1}],[{"op":"move","from":"/d","path":"/e"}],[{"op":"copy","from":"/a","path":"/e"}],[{"op":"test","path":"/d","value":"x"}],[{"op":"test","path":"/d","value":"y"}],[{"op":"foo","path":"/d"}],[{"path":"/d"}],[{"op":"add","path":"/e"}],[{"op":"add","path":["a","z"],"value":1}],[{"op":"add","path":"","value":1}],[{"op":"remove","path":"/a/c/5"}],[{"op":"add","path":"/a/c/9","value":1}],[{"op":"add","path":"/a/c/3","value":1}],[1],[{"op":"remove","path":"/a/c/0"},{"op":"remove","path":"/a/c/0"}],[{"op":"replace","path":"/a/c/1","value":9}],[{"op":"add","path":"/x/y","value":1}],[{"op":"remove","path":""}],[{"op":"replace","path":"","value":5}],[{"op":"test","path":"","value":DOC}],[{"op":"move","from":"/a","path":"/a/b"}],[{"op":"add","path":"/a/c/01","value":1}],[{"op":"add","path":"a~1b","value":1}]]:
    add("json.patch",DOC,ops);add("json.patch",[1,2],ops)
add("json.patch",DOC,1)
# encoding
for s in ["","a","ab","abc","é😀","<&>\u2028\"\\\n\t\u0001\u007f","\b\f"]:
    for f in ["base64.encode","base64url.encode","base64url.encode_no_pad","hex.encode","json.marshal"]: add(f,s)
for s in ["","YQ==","YQ","YQ=","YWI=","YWJj","YQ==\n","Y Q==","/w==","-_-_","+/+/","YR==","YQ==YQ==","=","====","a","6aqo","YWI","YQ===","_w","\n"]:
    for f in ["base64.decode","base64.is_valid","base64url.decode","hex.decode"]: add(f,s)
for s in ["6162","FFAA","c3a9","C3A9","6","6g","0x61"," 61"]: add("hex.decode",s)
for v in ANY+ARR+OBJ+[1.0,1e21,1e-7,123456789.5,18446744073709551615,{"b":1,"a":{"z":[]}},0.1,1e15,100000000000000000000.5]:
    add("json.marshal",v)
    for o in [{},{"pretty":True},{"pretty":False},{"indent":"  "},{"prefix":">"},{"pretty":True,"indent":" ","prefix":"#"},{"pretty":False,"indent":" "}]: 
        if v in (None,[], {},"a",1.5,[1],{"a":{"b":1,"c":2},"d":[1,{"e":2}]},[1,2,3]): add("json.marshal_with_options",v,o)
add("json.marshal_with_options",[1],{"foo":1});add("json.marshal_with_options",[1],{"pretty":1});add("json.marshal_with_options",[1],{"indent":1});add("json.marshal_with_options",[1],1)
rows.append(("json.marshal","json.marshal({v | some v in input.a})",{"a":[2,1]}))
rows.append(("json.marshal",'json.marshal({1: "a", "b": [2], true: null})',{}))
rows.append(("json.marshal",'json.marshal({[1, "x"]: "a"})',{}))
for s in ["1","1.0","1e3","-0","[1,2]","{\"a\":1}","{\"a\":1,\"a\":2}","null","tru","","  1 ","1 2","[1,]","\"é\\u00e9\\ud83d\\ude00\"","\"\\ud800\"","1e400","01","NaN","'a'","{a:1}","[1","\"\t\"","123456789012345678901234567890","0.1","\"a\nb\"","[[[[1]]]]","//x","\ufeff1","1e-400","\u00a01"]:
    add("json.unmarshal",s);add("json.is_valid",s)
add("json.is_valid",1);add("json.unmarshal",1);add("base64.is_valid",1)
# types
for v in ANY:
    for f in ["is_array","is_boolean","is_null","is_number","is_object","is_set","is_string","type_name"]: add(f,v)
for f in ["is_set","is_array","type_name","count"]: rows.append((f,f"{f}({{v | some v in input.a}})",{"a":[1]}))
# semver
V=["1.0.0","v1.0.0","1.0","1.0.0-alpha","1.0.0-alpha.1","1.0.0-alpha.beta","1.0.0-beta","1.0.0-beta.2","1.0.0-beta.11","1.0.0-rc.1","1.0.0+build","1.0.0-01","01.0.0","1.0.0-","1.0.0+","1.2.3.4","","a.b.c","10.0.0","9.0.0","-1.0.0","1.0.0-a..b","V1.0.0"," 1.0.0","1.0.99999999999999999999","1.0.0-alpha+x.y","vv1.0.0","1.0.0-x-y.z"]
for v in V+[1]: add("semver.is_valid",v)
for a in V[:16]:
    for b in V[:11]: add("semver.compare",a,b)
# net
C=["10.0.0.0/8","10.1.0.0/16","192.168.1.1/24","0.0.0.0/0","::/0","::1/128","fd00::/8","::ffff:10.0.0.0/104","::ffff:0:0/96","10.0.0.0/33","10.0.0.0","10.0.0/8","010.0.0.0/8","10.0.0.0/08","10.0.0.0/-1","10.0.0.0/+8","10.0.0.0/","/8","","fe80::1%eth0/64","2001:db8::/32","10.0.0.0/8/8"," 10.0.0.0/8","::/80","::ffff:10.1.2.3/64","1:2:3:4:5:6:7::/64","10.0.0.1/32"]
I=["10.1.2.3","::ffff:10.1.2.3","::1","fd00::1","192.168.1.255","2001:db8::1","x","10.1.2.3/32","::ffff:192.168.1.1","fe80::1%eth0","0.0.0.0","255.255.255.255","::10.1.2.3"]
for c in C+[1,None]: add("net.cidr_is_valid",c)
for c in C:
    for i in I: add("net.cidr_contains",c,i)
for c in C:
    for i in C[:12]: add("net.cidr_contains",c,i); add("net.cidr_intersects",c,i)
# graph
GR=[{},{"a":["b"],"b":["c"],"c":[]},{"a":["b","c"],"b":["d"],"c":["d"],"d":[]},{"a":["b"],"b":["a"]},{"a":["a"]},{"a":["x"]},{"a":None,"b":["a"]},{"a":"b","b":[]},{"a":["b",""],"b":[],"":["c"]},{"a":["b"],"b":["c"],"c":["a","d"],"d":[]},{"a":["a","b"],"b":["b"]},{"a":[],"b":[]}]
for g in GR:
    for i in [["a"],[],["a","b"],["z"],"a",["a","a"]]:
        add("graph.reachable",g,i);add("graph.reachable_paths",g,i)
    rows.append(("graph.reachable_paths","graph.reachable_paths({k: {w | some w in v} | some k, v in input.g}, {v | some v in input.i})",{"g":{k:v for k,v in g.items() if isinstance(v,list)},"i":["a"]}))
rows+= [("walk","[[p, v] | walk(input.a, [p, v])]",{"a":a}) for a in ANY+ARR+OBJ]
# time
NS=[0,1500000000,1577836800000000000,-1,1582934400000000000,1580428800000000000,1e18,1583020799999999999,1.5,"x",9223372036854775807,-9223372036854775808,1e30]
for n in NS+[[1577836800000000000],[1577836800000000000,"UTC"],[1577836800000000000,""],[1577836800000000000,"America/New_York"],[1577836800123456789,"Europe/Berlin"],[1577836800000000000,"Nope/Zone"],[],["x"],[1,2]]:
    for f in ["time.date","time.clock","time.weekday","time.format"]: add(f,n)
for l in ["RFC3339","RFC3339Nano","RFC1123","RFC1123Z","RFC822","RFC822Z","RFC850","ANSIC","UnixDate","RubyDate","2006-01-02","15:04:05.000","Jan _2 2006 3:04PM","Monday, January 2","06-1-2","2006-01-02T15:04:05Z07:00","2006-01-02T15:04:05.999999999Z07:00","MST -0700","","literal","2006-002",".000",".999","05.00","PM pm","Mon Jan","2006-01-02 15:04:05 -07:00"]:
    for n in [1577836800000000000,1500000000123456789,-1]:
        add("time.format",[n,"UTC",l])
    add("time.format",[1577836800123000000,"America/New_York",l])
for l,v in [("RFC3339","2020-01-01T00:00:00Z"),("2006-01-02","2020-02-29"),("2006-01-02","2021-02-29"),("2006-01-02","2020-2-9"),("2006-1-2","2020-2-9"),("15:04","12:30"),("2006-01-02 15:04:05","2020-01-01 00:00:00"),("2006-01-02 15:04:05","2020-01-01 00:00:00.5"),("2006-01-02T15:04:05.000Z","2020-01-01T00:00:00.123Z"),("RFC1123","Wed, 01 Jan 2020 00:00:00 UTC"),("RFC1123","Wed, 01 Jan 2020 00:00:00 EST"),("RFC1123Z","Wed, 01 Jan 2020 00:00:00 -0700"),("RFC822","01 Jan 20 00:00 UTC"),("ANSIC","Wed Jan  1 00:00:00 2020"),("2006-01-02","x"),("2006","2020"),("Jan 2 2006","Feb 3 2020"),("January 2, 2006","february 3, 2020"),("Monday","Monday"),("3:04PM","1:30PM"),("3:04PM","13:30PM"),("2006-01-02 -0700","2020-01-01 +0530"),("2006-01-02 MST","2020-01-01 CET"),("2006-01-02Z07:00","2020-01-01+01:00"),("06-01-02","20-01-01"),("06-01-02","70-01-01"),("2006-01-02","2020-01-01 "),("2006-01-02","1500-01-01"),("2006-01-02","2300-01-01"),("2006-002","2020-060"),("_2 Jan 2006"," 3 Jan 2020"),("2006-01-02T15:04:05Z07:00","2020-01-01T24:00:00Z"),("2006-01-02T15:04:05Z07:00","2020-01-01T00:00:60Z"),("2006-01-02","2020-00-01"),("2006-01-02","2020-13-01"),("",""),("x","x")]:
    add("time.parse_ns",l,v)
for v in ["2020-01-01T00:00:00Z","2020-01-01T00:00:00.5Z","2020-01-01T00:00:00+01:00","2020-01-01T00:00:00-00:00","2020-01-01t00:00:00z","2020-01-01 00:00:00Z","2020-01-01T00:00:00","2020-01-01","2020-02-30T00:00:00Z","2020-01-01T23:59:60Z","2020-01-01T24:00:00Z","2020-01-01T00:00:00.1234567891Z","2020-01-01T00:00:00,5Z","1600-01-01T00:00:00Z","2300-01-01T00:00:00Z","2020-01-01T00:00:00+24:00","2020-01-01T00:00:00+0100","2020-1-1T00:00:00Z","","2020-01-01T5:00:00Z","2020-01-01T00:00:00.Z","2020-01-01T00:00:00Z ","2020-01-01T00:00:00+23:59","2020-01-01T00:00:00+23:60","+2020-01-01T00:00:00Z","2020-01-01T00:00:00−01:00"]:
    add("time.parse_rfc3339_ns",v)
for v in ["1h","1.5h","-1h","+1h","1h30m","1ms","1us","1µs","1μs","1ns","1s","","1","0","h","1d","1w","1y",".5h","1.h","1h1h","1e3s","1 h","100000000h","9223372036854775807ns","9223372036854775808ns","-9223372036854775808ns","1H","1m1","1h-1m","0.1ns","1.0000000001s","--1h","0s","-0","1.5.5h"]:
    add("time.parse_duration_ns",v)
for n in [1577836800000000000,1580428800000000000,1582934400000000000,1.5,"x"]:
    for y,m,d in [(0,0,0),(1,0,0),(0,1,0),(0,0,1),(-1,-1,-1),(0,13,0),(1,0,-365),(400,0,0),(0,0,100000),(4,0,0),(0,-12,0),(0,1.0,0),(0,1.5,0),(0,0,"x"),(10**9,0,0),(0,10**12,0)]:
        add("time.add_date",n,y,m,d)
add("time.add_date",[1577836800000000000,"UTC"],0,1,0);add("time.add_date",[1580428800000000000,"America/New_York"],0,1,0);add("time.add_date",9223372036854775807,0,0,1)
for a in [0,1577836800000000000,1582934400000000000,1580428800000000000,[1577836800000000000,"America/New_York"]]:
    for b in [0,1583020800000000000,1577836799000000000,1580428800000000000,[1583020800000000000,"Asia/Tokyo"]]: add("time.diff",a,b)
add("time.diff","x",1)
