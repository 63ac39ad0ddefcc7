extension ShellCompletion {
  static func fish(_ commands: [Command]) -> String {
    let lines = commands.flatMap(fishLines)
    return """
      # Completions of smilestone for fish, made by `smilestone completions fish`.

      # Whether the words before the cursor are no more than these.
      function __smilestone_at
        set -l words (commandline --tokenize --cut-at-cursor --current-process)
        test "$words[2..-1]" = "$argv"
      end

      # Whether the command is this one, of one word or two.
      function __smilestone_is
        set -l words (commandline --tokenize --cut-at-cursor --current-process)
        test (count $words) -gt (count $argv); or return 1
        test "$words[2..$(math 1 + (count $argv))]" = "$argv"
      end

      complete -c smilestone -f
      complete -c smilestone -n "__smilestone_at" -l version -d "Say which version this is."
      complete -c smilestone -n "__smilestone_at" -a "help version"
      complete -c smilestone -n "__smilestone_at help" -a "\(Command.firstWords(commands).joined(separator: " "))"
      \(lines.joined(separator: "\n"))

      """
  }

  private static func fishLines(_ command: Command) -> [String] {
    let words = command.name.split(separator: " ").map(String.init)
    let before = (["__smilestone_at"] + words.dropLast()).joined(separator: " ")
    let start = "complete -c smilestone -n \"__smilestone_is \(command.name)\""
    var lines = [
      "complete -c smilestone -n \"\(before)\" -a \(words[words.count - 1])"
        + " -d \(fishQuoted(command.summary))"
    ]
    if words.count == 2 {
      lines.append("complete -c smilestone -n \"__smilestone_at\" -a \(words[0])")
    }
    if command.operandCount.upperBound > 0 { lines.append("\(start) -F") }
    for option in command.allOptions {
      let name = option.name.dropFirst(2)
      lines.append("\(start) -l \(name)\(fishValue(option)) -d \(fishQuoted(option.help))")
    }
    return lines
  }

  private static func fishValue(_ option: Option) -> String {
    switch option.completion {
    case .choices(let names): " -x -a \"\(names.joined(separator: " "))\""
    case .folder: " -x -a \"(__fish_complete_directories)\""
    case .file: " -r -F"
    case .anything: " -x"
    case nil: ""
    }
  }

  private static func fishQuoted(_ text: String) -> String {
    "'\(text.replacing("\\", with: #"\\"#).replacing("'", with: #"\'"#))'"
  }
}
