enum CompletionsCommand {
  static let command = Command(
    name: "completions", summary: "Print what lets a shell complete commands and options.",
    operands: "bash|zsh|fish", operandCount: 1...1,
    discussion: "An installed program has them in place; a checkout can load them for one session.",
    options: [],
    examples: [
      ("smilestone completions bash > smilestone.bash", "For `source smilestone.bash`."),
      (
        "smilestone completions zsh > ~/.zfunc/_smilestone",
        "For zsh, where ~/.zfunc is in fpath."
      ),
      (
        "smilestone completions fish > ~/.config/fish/completions/smilestone.fish",
        "For fish, which finds it there."
      ),
    ],
    run: { arguments in
      print(try arguments.operand(of: ShellCompletion.self).script(Command.all), terminator: "")
    })
}

enum ManualCommand {
  static let command = Command(
    name: "manual", summary: "Print the manual page of all commands.",
    options: [],
    examples: [("smilestone manual | man -l -", "Read it in the pager.")],
    run: { _ in print(ManualPage.text(Command.all), terminator: "") })
}
