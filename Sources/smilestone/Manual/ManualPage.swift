import Study

/// The page of `man smilestone`, in roff, made from the commands.
enum ManualPage {
  static func text(_ commands: [Command]) -> String {
    let parts = [
      ".TH SMILESTONE 1 \"\" \"smilestone \(Smilestone.version)\" \"User Commands\"",
      ".SH NAME\nsmilestone \\- when do children\\(aqs facial expressions become adult\\-like?",
      ".SH SYNOPSIS\n.B smilestone\n.I command\n.RI [ options ]",
      ".SH DESCRIPTION\n" + escaped(Help.introduction),
      ".SH COMMANDS\n" + commands.map(section).joined(separator: "\n"),
      ".SH EXIT STATUS\n" + items(exitStatuses), ".SH ENVIRONMENT\n" + items(environment),
    ]
    return parts.joined(separator: "\n") + "\n"
  }

  private static let exitStatuses = [
    ("0", "Done."), ("1", "Failed."), ("2", "Wrong usage."), ("3", "Bad input data."),
    ("129, 130, 143", "Stopped by a hang-up, by Ctrl-C, by a termination signal."),
  ]

  private static let environment = [
    ("SMILESTONE_MODELS", "Where ready models are kept, if not in the user's data folder."),
    ("SMILESTONE_WEIGHTS", "Where weights are kept, if not in the user's cache."),
    ("SMILESTONE_PYTHON", "The Python that draws figures as SVG, PDF and PNG; otherwise python3."),
    ("SMILESTONE_VEGA_BUNDLE", "The chart library that goes into pages, if not the installed one."),
  ]

  private static func section(_ command: Command) -> String {
    let operands = command.operands.isEmpty ? "" : " \(command.operands)"
    var parts = [
      ".SS smilestone \(escaped(command.name + operands)) [options]", escaped(command.summary),
    ]
    for paragraph in command.discussion.split(separator: "\n\n") {
      parts.append(
        ".PP\n" + escaped(Help.wrapped(String(paragraph), width: 80).joined(separator: "\n")))
    }
    parts.append(
      items(
        command.options.map { option in
          (
            option.name + (option.valueName.map { " \($0)" } ?? ""),
            option.help + (option.isRequired ? " (required)" : "")
          )
        }))
    for example in command.examples {
      parts.append(
        ".PP\n.nf\n.B \(escaped(example.commandLine))\n.fi\n.RS\n\(escaped(example.effect))\n.RE")
    }
    return parts.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private static func items(_ items: [(name: String, text: String)]) -> String {
    items.map { ".TP\n.B \(escaped($0.name))\n\(escaped($0.text))" }.joined(separator: "\n")
  }

  /// Text in which nothing is a command of roff's, and a dash can be copied as one.
  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: #"\e"#).replacing("-", with: #"\-"#)
      .split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasPrefix(".") || $0.hasPrefix("'") ? #"\&"# + $0 : String($0) }
      .joined(separator: "\n")
  }
}
