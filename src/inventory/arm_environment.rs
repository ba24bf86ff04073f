//! What the names in a template's expressions stand for, and what expressions
//! make of it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::document::Document;
use crate::nearest;
use crate::problem::{Problem, Spot};

use super::arm_expression::{Expression, is_expression, unescaped};
use super::arm_functions::{call, step};
use super::arm_name::template_id;
use super::arm_parameters::Given;
use super::arm_secrets::{Secrets, is_secure};
use super::arm_value::{SECRET, UNKNOWN, Value};
use super::sketch::Members;

/// Names and locations are shorter than this.
const LONGEST: usize = 512;
/// Values that take more memory than this are not worked out.
const LARGEST: usize = 256 * 1024;
/// What all expressions of a document may cost together, in bytes and steps of
/// 16: variables can be made of variables, manifold.
const EFFORT: usize = 100_000_000;
/// Calls within calls, through variables and parameters.
const DEEPEST: usize = 100;

/// A member, whatever the case of its key: ARM does not distinguish.
pub fn member<'t, 'm>(members: &'m Members<'t>, key: &str) -> Option<(&'m str, &'t RawValue)> {
    members
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(key))
}

/// What all templates in one document share.
pub struct Shared {
    document: Arc<Document>,
    stem: String,
    left: Cell<usize>,
    problems: RefCell<Vec<Problem>>,
}

impl Shared {
    /// For a document, and the name by which the ids of its resources begin.
    pub fn new(document: &Arc<Document>, stem: &str) -> Rc<Self> {
        Rc::new(Self {
            document: Arc::clone(document),
            stem: stem.to_owned(),
            left: Cell::new(EFFORT),
            problems: RefCell::default(),
        })
    }

    /// Takes what was found to be wrong with expressions.
    pub fn problems(&self) -> Vec<Problem> {
        self.problems.take()
    }

    fn spend(&self, cost: usize) -> bool {
        let left = self.left.get().saturating_sub(cost);
        self.left.set(left);
        left > 0
    }
}

/// The parameters and variables of a template.
pub struct Environment<'t> {
    shared: Rc<Shared>,
    parameters: BTreeMap<String, Known<'t>>,
    variables: BTreeMap<String, Known<'t>>,
    secrets: Secrets,
    /// What was worked out, or is just being.
    worked: RefCell<BTreeMap<(bool, String), Value>>,
    /// Names that were already reported.
    missing: RefCell<Vec<(bool, String)>>,
    depth: Cell<usize>,
}

enum Known<'t> {
    /// Given from outside of the template.
    Value(Value),
    /// Written in this template; may hold expressions.
    Part(&'t RawValue),
}

#[derive(Deserialize)]
struct Parameter<'t> {
    #[serde(borrow, rename = "defaultValue")]
    default: Option<&'t RawValue>,
    #[serde(default)]
    nullable: bool,
}

impl<'t> Environment<'t> {
    /// The environment of a template that is deployed with the parameters `given`.
    pub fn of(shared: &Rc<Shared>, template: &Members<'t>, given: &Given) -> Self {
        let object = |key| {
            member(template, key)
                .and_then(|(_, part)| Members::parse(part.get()).ok())
                .unwrap_or_default()
        };
        let mut environment = Self {
            shared: Rc::clone(shared),
            parameters: BTreeMap::new(),
            variables: BTreeMap::new(),
            secrets: Secrets::default(),
            worked: RefCell::default(),
            missing: RefCell::default(),
            depth: Cell::new(0),
        };
        let definitions = object("definitions");
        for (name, part) in object("parameters").iter() {
            let key = name.to_ascii_lowercase();
            let value = given.value(name);
            if is_secure(part.get(), &definitions) || value == Some(SECRET) {
                environment.secrets.parameters.insert(key.clone());
            }
            let known = match serde_json::from_str::<Parameter<'t>>(part.get()) {
                Ok(parameter) => declared(&parameter, value),
                Err(_) => Known::Value(UNKNOWN),
            };
            environment.parameters.insert(key, known);
        }
        let variables = object("variables");
        for (name, part) in variables.iter() {
            if name.eq_ignore_ascii_case("copy") {
                environment.loops(part);
                continue;
            }
            let known = Known::Part(part);
            environment
                .variables
                .insert(name.to_ascii_lowercase(), known);
        }
        environment.secrets.follow(&variables);
        environment
    }

    /// Variables that a loop makes: `"copy": [{"name": "x", ...}]`.
    fn loops(&mut self, part: &RawValue) {
        #[derive(Deserialize)]
        struct Loop {
            name: String,
        }
        for made in serde_json::from_str::<Vec<Loop>>(part.get()).unwrap_or_default() {
            self.variables
                .insert(made.name.to_ascii_lowercase(), Known::Value(UNKNOWN));
        }
    }

    /// Whether a text refers to a secure parameter, directly or by a variable.
    pub fn mentions_secure(&self, text: &str) -> bool {
        self.secrets.are_in(text)
    }

    /// A member that is a string: its text, and its value if that is known.
    pub fn text_of(&self, members: &Members<'_>, key: &str) -> Option<(String, Option<String>)> {
        let (_, part) = member(members, key)?;
        let text: String = serde_json::from_str(part.get()).ok()?;
        let value = self.string(&text, part).written();
        Some((text, value.filter(|value| value.len() <= LONGEST)))
    }

    /// What a part of the template stands for.
    pub fn value(&self, part: &RawValue) -> Value {
        let depth = self.depth.get();
        let inside = depth + nesting(part.get());
        if inside > DEEPEST || !self.shared.spend(part.get().len()) {
            return self.hidden_text(part.get());
        }
        self.depth.set(inside);
        let value = Value::part(part, &mut |text| self.string(text, part));
        self.depth.set(depth);
        value
    }

    /// What a string of the template stands for, which is or is in `part`.
    pub fn string(&self, text: &str, part: &RawValue) -> Value {
        if !is_expression(text) {
            return Value::Text(unescaped(text).to_owned());
        }
        if self.mentions_secure(text) {
            return SECRET;
        }
        let Some(expression) = Expression::parse(text) else {
            return UNKNOWN;
        };
        expression.names(&mut |function, name| self.check(function == "parameters", name, part));
        if !self.shared.spend(text.len()) {
            return UNKNOWN;
        }
        self.evaluate(&expression)
    }

    fn hidden_text(&self, text: &str) -> Value {
        if self.mentions_secure(text) {
            SECRET
        } else {
            UNKNOWN
        }
    }

    /// Reports a name that is not declared, once.
    fn check(&self, is_parameter: bool, name: &str, part: &RawValue) {
        let (names, function) = if is_parameter {
            (&self.parameters, "parameters")
        } else {
            (&self.variables, "variables")
        };
        let key = (is_parameter, name.to_ascii_lowercase());
        if names.contains_key(&key.1) || self.missing.borrow().contains(&key) {
            return;
        }
        let range: Option<Range<usize>> = self.shared.document.range_of(part.get());
        let help = match nearest(name, names.keys().map(String::as_str)) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("declare it in the template's `{function}`"),
        };
        let problem = Problem::error(format!(
            "`{function}('{name}')` is not declared in this template"
        ))
        .at(Spot::new(&self.shared.document, range.unwrap_or_default()))
        .help(help);
        self.shared.problems.borrow_mut().push(problem);
        self.missing.borrow_mut().push(key);
    }

    fn evaluate(&self, expression: &Expression) -> Value {
        let depth = self.depth.get();
        if depth >= DEEPEST || !self.shared.spend(16) {
            return UNKNOWN;
        }
        self.depth.set(depth + 1);
        let value = self.result(expression);
        self.depth.set(depth);
        let size = value.size();
        if size > LARGEST || !self.shared.spend(size) {
            return value.hidden();
        }
        value
    }

    fn result(&self, expression: &Expression) -> Value {
        match expression {
            Expression::Text(text) => Value::Text(text.clone()),
            Expression::Integer(number) => Value::integer(*number),
            Expression::Step(of, to) => {
                let (of, to) = (self.evaluate(of), self.evaluate(to));
                match step(&of, &to) {
                    Some(value) => value.clone(),
                    None => Value::Array(vec![of, to]).hidden(),
                }
            }
            Expression::Call(function, arguments) => self.call(function, arguments),
        }
    }

    fn call(&self, function: &str, arguments: &[Expression]) -> Value {
        if let ("if", [condition, then, otherwise]) = (function, arguments) {
            return match self.evaluate(condition) {
                Value::Bool(true) => self.evaluate(then),
                Value::Bool(false) => self.evaluate(otherwise),
                condition => {
                    let either = vec![condition, self.evaluate(then), self.evaluate(otherwise)];
                    Value::Array(either).hidden()
                }
            };
        }
        let values: Vec<Value> = arguments
            .iter()
            .map(|argument| self.evaluate(argument))
            .collect();
        let found = match (function, values.as_slice()) {
            ("parameters", [Value::Text(name)]) => Some(self.named(true, name)),
            ("variables", [Value::Text(name)]) => Some(self.named(false, name)),
            _ if function.ends_with("resourceid") => {
                template_id(function, &values, &self.shared.stem).map(Value::Text)
            }
            (_, values) => call(function, values),
        };
        found.unwrap_or_else(|| Value::Array(values).hidden())
    }

    fn named(&self, is_parameter: bool, name: &str) -> Value {
        let name = name.to_ascii_lowercase();
        if is_parameter && self.secrets.parameters.contains(&name) {
            return SECRET;
        }
        let names = if is_parameter {
            &self.parameters
        } else {
            &self.variables
        };
        match names.get(&name) {
            None => UNKNOWN,
            Some(Known::Value(value)) => value.clone(),
            Some(Known::Part(part)) => {
                let key = (is_parameter, name);
                if let Some(value) = self.worked.borrow().get(&key) {
                    return value.clone();
                }
                // What is made of itself is not known.
                let meanwhile = self.hidden_text(part.get());
                self.worked.borrow_mut().insert(key.clone(), meanwhile);
                let value = self.value(part);
                self.worked.borrow_mut().insert(key, value.clone());
                value
            }
        }
    }
}

/// What a declared parameter stands for, with the value that is given to it.
fn declared<'t>(parameter: &Parameter<'t>, given: Option<Value>) -> Known<'t> {
    match (given, parameter.default) {
        // Whether null takes the place of a default is not documented.
        (Some(Value::Null), Some(default)) if default.get() != "null" => Known::Value(UNKNOWN),
        (Some(value), _) => Known::Value(value),
        (None, Some(default)) => Known::Part(default),
        (None, None) if parameter.nullable => Known::Value(Value::Null),
        (None, None) => Known::Value(UNKNOWN),
    }
}

/// How deep the arrays and objects of a JSON text are nested.
fn nesting(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let (mut in_string, mut escaped) = (false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_string,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEMPLATE: &str = r##"{
        "definitions": {"key": {"type": "securestring"}},
        "parameters": {
            "Site": {"type": "string", "defaultValue": "shop"}, "late": {"type": "string"},
            "lock": {"type": "object", "nullable": true}, "key": {"$ref": "#/definitions/key"},
            "chosen": {"type": "string", "defaultValue": "[resourceGroup().location]"},
            "pw": {"type": "secureString", "defaultValue": "x"},
            "count": {"type": "int", "defaultValue": 3}, "given": {"type": "string", "defaultValue": "d"},
            "twice": {"type": "string", "defaultValue": "[concat('pw is ', parameters('pw'))]"}
        },
        "variables": {
            "plan": "[concat(parameters('site'), '-', 2)]",
            "a": "[variables('b')]", "b": "[variables('a')]",
            "many": "[concat(variables('more'), variables('more'))]",
            "more": "[concat(variables('plan'), variables('plan'), variables('many'))]",
            "login": {"user": "sa", "password": "[parameters( 'PW' )]"},
            "set": {"name": "[variables('plan')]", "list": [1, {"Deep": true}], "late": "[parameters('late')]", "no": null}
        }}"##;

    fn evaluated(text: &str) -> Value {
        let template = Members::parse(TEMPLATE).unwrap();
        let shared = Shared::new(&Arc::new(Document::new("t", TEMPLATE)), "t");
        let file = Arc::new(Document::new("p", r#"{"GIVEN": "[f()]", "late2": 1}"#));
        let (given, _) = Given::of_files(&[file]);
        let environment = Environment::of(&shared, &template, &given);
        let part = RawValue::from_string(serde_json::Value::from(text).to_string()).unwrap();
        environment.string(text, &part)
    }

    #[test]
    fn expressions_are_worked_out() {
        for (text, expected) in [
            ("plain", "\"plain\""),
            ("[[literal]", "\"[literal]\""),
            ("[parameters('SITE')]", "\"shop\""),
            ("[parameters('given')]", "\"[f()]\""),
            ("[parameters('lock')]", "null"),
            ("[tryGet(parameters('lock'), 'kind')]", "null"),
            ("[coalesce(tryGet(variables('set'), 'no'), 'x')]", "\"x\""),
            ("[ variables('plan') ]", "\"shop-2\""),
            ("[variables('set').name]", "\"shop-2\""),
            ("[variables('set')['LIST'][1].deep]", "true"),
            (
                "[format('{1}/{0}{{}}', 'it''s', toUpper(variables('plan')))]",
                "\"SHOP-2/it's{}\"",
            ),
            (
                "[if(equals(parameters('count'), 3), 'y', parameters('late'))]",
                "\"y\"",
            ),
            ("[and(false(), parameters('late'))]", "false"),
            ("[or(parameters('late'), not(false()))]", "true"),
            ("[add(mul(2, -3), div(7, 2))]", "-3"),
            ("[mod(-7, 3)]", "-1"),
            ("[max(1, 5, 2)]", "5"),
            ("[min(createArray(4, 2))]", "2"),
            ("[greater(2, 1)]", "true"),
            ("[int('42')]", "42"),
            ("[bool('TRUE')]", "true"),
            ("[string(5)]", "\"5\""),
            ("[json('{\"a\": [1]}').a[0]]", "1"),
            (
                "[split('a,b;c', createArray(',', ';'))]",
                r#"["a","b","c"]"#,
            ),
            ("[join(createArray('a', 1), '-')]", "\"a-1\""),
            ("[replace('a.b.c', '.', '')]", "\"abc\""),
            ("[length('é€😀')]", "4"),
            ("[empty(variables('set'))]", "false"),
            ("[contains('abc', 'B')]", "false"),
            ("[contains(variables('set'), 'NAME')]", "true"),
            ("[contains(createArray('a', 'b'), 'b')]", "true"),
            ("[first('abc')]", "\"a\""),
            ("[last(createArray(1, 2))]", "2"),
            ("[take(createArray(1, 2), 1)]", "[1]"),
            ("[skip('abc', 5)]", "\"\""),
            ("[substring('abcd', 1, 2)]", "\"bc\""),
            ("[trim(' a ')]", "\"a\""),
            ("[startsWith('ABC', 'ab')]", "true"),
            ("[endsWith('abc', 'x')]", "false"),
            ("[array('a')]", r#"["a"]"#),
            ("[concat(createArray(1), createArray(2))]", "[1,2]"),
            ("[union(createArray(1, 2), createArray(2, 3))]", "[1,2,3]"),
            (
                "[union(createObject('a', 1, 'o', createObject('x', 1)), createObject('o', createObject('y', 2)))]",
                r#"{"a":1,"o":{"x":1,"y":2}}"#,
            ),
            (
                "[resourceId('A.B/c', variables('plan'))]",
                "\"/template/t/providers/a.b/c/shop-2\"",
            ),
            ("[concat('a'", "\"[concat('a'\""),
        ] {
            assert_eq!(evaluated(text), Value::literal(expected), "{text}");
        }
    }

    #[test]
    fn what_is_not_known_stays_so() {
        for text in [
            "[parameters('late')]",
            "[parameters('chosen')]",
            "[variables('a')]",
            "[variables('many')]",
            "[variables('set').late]",
            "[variables('set').gone]",
            "[uniqueString('x')]",
            "[format('{0:D2}', 3)]",
            "[resourceGroup().location]",
            "[if(parameters('late'), 1, 1)]",
            "[equals(parameters('late'), 1)]",
            "[contains(createArray(1, parameters('late')), 2)]",
            "[union(createArray(parameters('late')), createArray())]",
            "[union(createObject('a', 1), createObject('A', 2))]",
            "[div(1, 0)]",
            "[add(9223372036854775807, 1)]",
            "[substring('abc', 2, 5)]",
            "[first('')]",
            "[string(true())]",
            "[concat('a']",
            "[]",
            "[copyIndex()]",
            "[reference('x').y]",
            "[coalesce(parameters('late'), 1)]",
            "[my.own('x')]",
            "[createObject('a')]",
            "[parameters(variables('plan'))]",
            "[tryGet(parameters('late'), 'x')]",
            "[not(parameters('late'))]",
        ] {
            assert_eq!(evaluated(text), UNKNOWN, "{text}");
        }
        let deep = format!("[{}'a'{}]", "concat(".repeat(5000), ")".repeat(5000));
        assert_eq!(evaluated(&deep), UNKNOWN);
    }

    #[test]
    fn secrets_are_never_worked_out() {
        for text in [
            "[parameters('pw')]",
            "[parameters('key')]",
            "[parameters('twice')]",
            "[variables('login')]",
            "[variables('login').user]",
            "[concat('a', uniqueString(parameters('twice')))]",
            "[if(parameters('late'), parameters('twice'), 'x')]",
            "[empty(parameters('pw'))]",
        ] {
            assert_eq!(evaluated(text), SECRET, "{text}");
        }
    }

    #[test]
    fn nested_templates_are_given_values() {
        let template = Members::parse(TEMPLATE).unwrap();
        let shared = Shared::new(&Arc::new(Document::new("t", TEMPLATE)), "t");
        let around = Environment::of(&shared, &template, &Given::default());
        let inner = Members::parse(
            r#"{"parameters": {"p": {"type": "string"}, "q": {"defaultValue": "d"}, "r": {}, "s": {"defaultValue": 1}, "t": {}}}"#,
        )
        .unwrap();
        let value = |properties: &str, name: &str| {
            let properties = Members::parse(properties).unwrap();
            let given = Given::of_deployment(&around, &properties);
            let environment = Environment::of(&shared, &inner, &given);
            environment.named(true, name)
        };
        let some = r#"{"parameters": {"p": {"value": "[parameters('pw')]"}, "Q": {"value": "[variables('set').list]"},
            "r": "[if(true(), createObject('value', 5), createObject('reference', 1))]", "s": {"value": null},
            "t": {"reference": {}}}}"#;
        assert_eq!(value(some, "p"), SECRET);
        assert_eq!(value(some, "q"), Value::literal(r#"[1, {"Deep": true}]"#));
        assert_eq!(value(some, "r"), Value::integer(5));
        assert_eq!(value(some, "s"), UNKNOWN);
        assert_eq!(value(some, "t"), SECRET);
        assert_eq!(value("{}", "q"), Value::Text("d".to_owned()));
        assert_eq!(value(r#"{"parameters": "[f()]"}"#, "q"), UNKNOWN);
        assert_eq!(value(r#"{"parametersLink": {}}"#, "q"), UNKNOWN);
    }

    #[test]
    fn effort_is_bounded() {
        let variables: Vec<String> = (0..60)
            .map(|at| {
                format!(
                    r#""v{at}": "[concat(variables('v{next}'), variables('v{next}'))]""#,
                    next = at + 1
                )
            })
            .collect();
        let text = format!(
            r#"{{"variables": {{{}, "v60": "0123456789"}}}}"#,
            variables.join(",")
        );
        let template = Members::parse(&text).unwrap();
        let shared = Shared::new(&Arc::new(Document::new("t", text.as_str())), "t");
        let environment = Environment::of(&shared, &template, &Given::default());
        assert_eq!(environment.named(false, "v0"), UNKNOWN);
        assert!(
            environment
                .named(false, "v55")
                .written()
                .is_some_and(|text| text.len() == 320)
        );
    }

    proptest! {
        #[test]
        fn any_expression_has_a_value(
            text in "\\[(concat|union|substring|format|split|take|tryGet|resourceId|json|replace)\\(('[a-zé{}0-9/.]{0,6}'|-?[0-9]{1,19}|createArray\\(1\\)|variables\\('set'\\)|null\\(\\))(, ?('[a-z{}é]{0,4}'|-?[0-9]{1,3}|createObject\\('a',2\\))){0,3}\\)(\\.a|\\[0\\])?\\]"
        ) {
            evaluated(&text);
        }
    }
}
