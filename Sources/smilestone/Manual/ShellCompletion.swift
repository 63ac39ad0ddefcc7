/// A script by which a shell completes commands, options and their values, made from the commands.
enum ShellCompletion: String, CaseIterable {
  case bash, zsh, fish

  func script(_ commands: [Command]) -> String {
    switch self {
    case .bash: ShellCompletion.bash(commands)
    case .zsh: ShellCompletion.zsh(commands)
    case .fish: ShellCompletion.fish(commands)
    }
  }
}

extension Option {
  /// What its value is, as far as a shell can complete it.
  enum Completion {
    case file, folder
    case choices([String])
    case anything
  }

  /// nil for a switch.
  var completion: Completion? {
    guard let valueName else { return nil }
    if !choices.isEmpty { return .choices(choices) }
    return switch valueName {
    case "DIR": .folder
    case "FILE", "FILE|NAME", "FACES", "RUN", "MODEL": .file
    default: .anything
    }
  }
}

extension Command {
  static let help = Option.flag("--help", "Show this help.")

  /// All options that it understands, `--help` among them.
  var allOptions: [Option] { options + [Command.help] }

  /// "age" of "age train".
  var firstWord: String { String(name.prefix { $0 != " " }) }

  /// The commands in an order in which none is the start of a later one.
  static func longestFirst(_ commands: [Command]) -> [Command] {
    commands.sorted { ($1.name.count, $0.name) < ($0.name.count, $1.name) }
  }

  /// The first words of all commands, and `help` and `version`, each once.
  static func firstWords(_ commands: [Command]) -> [String] {
    var seen: Set<String> = []
    return (commands.map(\.firstWord) + ["help", "version"]).filter { seen.insert($0).inserted }
  }

  /// The second words of commands that have two, by their first.
  static func secondWords(_ commands: [Command]) -> [(first: String, seconds: [String])] {
    firstWords(commands).compactMap { first in
      let seconds = commands.filter { $0.firstWord == first && $0.name != first }
        .map { String($0.name.dropFirst(first.count + 1)) }
      return seconds.isEmpty ? nil : (first, seconds)
    }
  }
}
