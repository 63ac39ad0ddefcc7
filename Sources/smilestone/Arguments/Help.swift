/// The texts of `--help`.
enum Help {
  /// The list of all commands.
  static func overview(_ commands: [Command]) -> String {
    """
    Smilestone asks when children's facial expressions become adult-like: it estimates ages, trains
    an infant and an adult expression model, tests both on every age group, and writes a report.

    Usage: smilestone <command> [options]

    Commands:
    \(rows(commands))

    Start with `smilestone study --out runs/first`: the whole study on synthetic faces; or, where you have
    photographs, with `smilestone start FOLDER`, which says what can be done with them.
    `smilestone help <command>` explains a command and shows examples.

    Exit status: 0 done, 1 failed, 2 wrong usage, 3 bad input data, 130 stopped by Ctrl-C.
    """
  }

  /// The commands of a group, such as those of `age`.
  static func list(_ commands: [Command]) -> String {
    "\(rows(commands))\n\n`smilestone help <command>` explains a command and shows examples."
  }

  private static func rows(_ commands: [Command]) -> String {
    let width = (commands.map(\.name.count).max() ?? 0) + 2
    return commands.map { "  \(padded($0.name, to: width))\($0.summary)" }.joined(separator: "\n")
  }

  /// The page of one command.
  static func page(_ command: Command) -> String {
    let operands = command.operands.isEmpty ? "" : " \(command.operands)"
    var parts = [
      command.summary, "Usage: smilestone \(command.name)\(operands) [options]",
    ]
    // Blank lines divide paragraphs.
    for paragraph in command.discussion.split(separator: "\n\n") {
      parts.append(wrapped(String(paragraph), width: 98).joined(separator: "\n"))
    }
    let all = command.options + [.flag("--help", "Show this help.")]
    let labels = all.map { option in
      option.valueName.map { "\(option.name) \($0)" } ?? option.name
    }
    let width = (labels.map(\.count).max() ?? 0) + 2
    let rows = zip(all, labels).map { option, label in
      let indent = String(repeating: " ", count: width + 2)
      let note = option.isRequired ? " (required)" : ""
      return "  \(padded(label, to: width))"
        + wrapped(option.help + note, width: max(30, 98 - width)).joined(separator: "\n" + indent)
    }
    parts.append("Options:\n" + rows.joined(separator: "\n"))
    let examples = command.examples.map { example in
      "  " + wrapped(example.commandLine, width: 90).joined(separator: " \\\n    ") + "\n      "
        + wrapped(example.effect, width: 92).joined(separator: "\n      ")
    }
    parts.append("Examples:\n" + examples.joined(separator: "\n"))
    return parts.joined(separator: "\n\n")
  }

  private static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(width - text.count, 1))
  }

  static func wrapped(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    for word in text.split(whereSeparator: \.isWhitespace) {
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
