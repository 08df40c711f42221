import { defineCommand, type ExitCode } from '../command.ts';

export const completionCommand = defineCommand({
  name: 'completion',
  group: 'Set-up',
  summary: 'Print a script that completes pressrun in bash, zsh or fish',
  details: [
    'Commands, options, newsletters and editions are completed. The script asks pressrun itself, so it stays true.',
  ],
  args: { shell: { description: 'the shell', kind: 'required', choices: ['bash', 'zsh', 'fish'] } },
  options: {},
  examples: [
    { line: 'completion bash > ~/.local/share/bash-completion/completions/pressrun', does: 'for every new bash' },
    { line: 'completion zsh > ~/.zsh/completions/_pressrun', does: 'for every new zsh, with that folder in fpath' },
    { line: 'completion fish > ~/.config/fish/completions/pressrun.fish', does: 'for every new fish' },
  ],
  run: async (call): Promise<ExitCode> => (await import('../actions/completion.ts')).completion(call),
});
