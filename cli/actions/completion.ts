import type { CallOf, ExitCode } from '../command.ts';
import type { completionCommand } from '../commands/completion.ts';

// Each script hands the words to `pressrun complete`, which answers `word<TAB>description` lines, or `:file` or `:folder`
// where the shell's own completion of paths is wanted.
const scripts: Readonly<Record<string, string>> = {
  bash: `# pressrun completion for bash
_pressrun() {
  local line words=() answer
  COMPREPLY=()
  answer=$(pressrun complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null) || return
  case $answer in
    :file) compopt -o default; return ;;
    :folder) compopt -o dirnames; return ;;
  esac
  while IFS= read -r line; do
    [ -n "$line" ] && COMPREPLY+=("\${line%%$'\\t'*}")
  done <<< "$answer"
}
complete -F _pressrun pressrun
`,
  zsh: `#compdef pressrun
# pressrun completion for zsh
_pressrun() {
  local line answer
  local -a candidates
  answer=$(pressrun complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null) || return
  case $answer in
    :file) _files; return ;;
    :folder) _files -/; return ;;
  esac
  for line in \${(f)answer}; do
    candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done
  _describe pressrun candidates
}
if [ "$funcstack[1]" = "_pressrun" ]; then _pressrun "$@"; else compdef _pressrun pressrun; fi
`,
  fish: `# pressrun completion for fish
function __pressrun_complete
    set -l words (commandline -opc)[2..] (commandline -ct)
    set -l answer (pressrun complete -- $words 2>/dev/null)
    switch "$answer"
        case :file
            __fish_complete_path (commandline -ct)
        case :folder
            __fish_complete_directories (commandline -ct)
        case '*'
            printf '%s\\n' $answer
    end
end
complete -c pressrun -f -a '(__pressrun_complete)'
`,
};

/** Prints the completion script of a shell. */
export async function completion(call: CallOf<typeof completionCommand>): Promise<ExitCode> {
  const script = scripts[call.args.shell] ?? '';
  if (call.terminal.json) call.terminal.result({ shell: call.args.shell, script });
  else call.terminal.raw(script);
  return 0;
}
