# METADATA
# title: Signs of debugging
# description: |
#   Flags and variables that start a debugger, or put a framework into its debug or
#   development mode. Only what is documented by its maker is looked for.
# related_resources:
# - ref: https://docs.oracle.com/en/java/javase/21/docs/specs/jpda/conninv.html
# - ref: https://nodejs.org/en/learn/getting-started/debugging
# - ref: https://github.com/microsoft/debugpy
# - ref: https://github.com/go-delve/delve/tree/master/Documentation/usage
# - ref: https://github.com/Samsung/netcoredbg
# - ref: https://github.com/dotnet/vscode-csharp/blob/main/debugger-launchjson.md
# - ref: https://github.com/ruby/debug
# - ref: https://www.mono-project.com/docs/debug+profile/debug/
# - ref: https://perldoc.perl.org/perldebug
# - ref: https://xdebug.org/docs/step_debug
# - ref: https://paketo.io/docs/howto/java/#enable-debugging
# - ref: https://docs.djangoproject.com/en/stable/howto/deployment/checklist/
# - ref: https://flask.palletsprojects.com/en/stable/debugging/
# - ref: https://guides.rubyonrails.org/configuring.html
# - ref: https://expressjs.com/en/advanced/best-practice-performance.html
# - ref: https://laravel.com/docs/configuration
# - ref: https://learn.microsoft.com/aspnet/core/fundamentals/environments
package onus.lib.kubernetes.debugging

# What starts a debugger that listens, wherever it stands in a command or a variable:
# Java, Node.js, Python, Go, native programs, .NET, Mono, Ruby, PHP, Perl, Chromium.
debuggers := [
	{"name": "the Java debugger", "pattern": `-agentlib:jdwp|-agentpath:[^ ]*jdwp|-Xrunjdwp|(^|[ /"'])catalina\.sh["']? +["']?jpda`},
	{"name": "the inspector of Node.js", "pattern": `(^|[^a-zA-Z0-9_-])--inspect(-brk|-wait)?([^a-zA-Z0-9_-]|$)|(^|[^a-zA-Z0-9_-])--debug-brk([^a-zA-Z0-9_-]|$)`},
	{"name": "a debugger of Python", "pattern": `(^|[^a-zA-Z0-9_-])(-m)?(debugpy|ptvsd|pydevd|pydevd[_-]pycharm|remote_pdb|rpdb|web_pdb)([^a-zA-Z0-9_-]|$)`},
	{"name": "Delve", "pattern": `(^|[^a-zA-Z0-9_.-])(dlv|dlv-dap)([^a-zA-Z0-9_.-]|$)`},
	{"name": "a debug server", "pattern": `(^|[^a-zA-Z0-9_.-])(gdbserver|lldb-server|rdebug-ide)([^a-zA-Z0-9_.-]|$)`},
	{"name": "a debugger of .NET", "pattern": `(^|[ /\\"'])(vsdbg|vsdbg-ui|netcoredbg)(\.exe)?["']? +([^;&|]* )?["']?--(server|interpreter|attach)([^a-zA-Z0-9_-]|$)|(^|[ /\\"'])msvsmon(\.exe)?([^a-zA-Z0-9_.-]|$)`},
	{"name": "the debugger of Mono", "pattern": `--debugger-agent=[^ ]*transport=`},
	{"name": "the debugger of Ruby", "pattern": `(^|[ /"'])rdbg["']? +([^;&|]* )?["']?(--open|-O)([^a-zA-Z0-9_-]|$)|-r *["']?debug/open`},
	{"name": "Xdebug", "pattern": `xdebug\.mode *= *["']?[a-z,]*debug|xdebug\.remote_enable *= *["']?(1|on|true|yes)`},
	{"name": "the debugger of Perl", "pattern": `RemotePort=`},
	{"name": "remote debugging of Chromium", "pattern": `(^|[^a-zA-Z0-9_-])--remote-debugging-(port|address)([^a-zA-Z0-9_-]|$)`},
]

# debugger(text): what the text starts.
debugger(text) := {found.name | some found in debuggers; regex.match(found.pattern, text)}

# Variables that start one when they are on: of Paketo's and Red Hat's images for Java,
# and of Ruby's debugger.
debugger_switches := {"BPL_DEBUG_ENABLED", "JAVA_DEBUG", "JAVA_ENABLE_DEBUG", "RUBY_DEBUG_OPEN"}

debugger_variable(variable) if {
	upper(variable.name) in debugger_switches
	on(variable.value)
}

# Xdebug connects to whoever asks for it.
debugger_variable(variable) if {
	upper(variable.name) in {"XDEBUG_MODE", "XDEBUG_CONFIG"}
	regex.match(`(^|[^a-z])debug([^a-z]|$)`, lower(variable.value))
}

mode_switches := {"DEBUG", "APP_DEBUG", "DEBUG_MODE", "DJANGO_DEBUG", "FLASK_DEBUG"}

mode_variable(variable) if {
	upper(variable.name) in mode_switches
	on(variable.value)
}

environments := {"APP_ENV", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "FLASK_ENV", "NODE_ENV", "RACK_ENV", "RAILS_ENV"}

mode_variable(variable) if {
	upper(variable.name) in environments
	lower(trim_space(variable.value)) in {"debug", "dev", "development", "local"}
}

# mode_named(name), debugger_named(name): whether a variable of this name could do so.
mode_named(name) if upper(name) in (mode_switches | environments)

debugger_named(name) if upper(name) in (debugger_switches | {"JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "NODE_OPTIONS", "PERL5DB", "PERLDB_OPTS", "RUBYOPT", "XDEBUG_CONFIG", "XDEBUG_MODE"})

# Everything but the usual words for "no" counts as "yes".
on(value) if not lower(trim(value, " \t\r\n\"'")) in {"", "0", "false", "n", "no", "none", "null", "off"}

# debug_flag(text): `--debug`, on its own or with anything but a word for "no".
debug_flag(text) if regex.match(`(^|[ \t\r\n"'])--debug([ \t\r\n"';&|]|$)`, text)

debug_flag(text) if {
	some found in regex.find_n(`(^|[ \t\r\n"'])--debug=[^ \t\r\n"';&|]*`, text, -1)
	on(split(found, "--debug=")[1])
}
