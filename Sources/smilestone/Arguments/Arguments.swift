import Faces
import Foundation
import Study
import Support

/// The options and operands that a user gave to a command, checked against what it takes.
struct Arguments: Sendable {
  let command: Command
  let operands: [String]
  private let values: [String: [String]]

  /// Accepts `--name value`, `--name=value`, and `--` before operands that start with a dash.
  /// - Throws: `SmilestoneError.usage` that names the option and the remedy.
  init(_ words: [String], for command: Command) throws {
    self.command = command
    let help = "See `smilestone \(command.name) --help`."
    var operands: [String] = []
    var values: [String: [String]] = [:]
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--" {
        operands += rest
        break
      }
      guard word.hasPrefix("-"), word != "-" else {
        operands.append(word)
        continue
      }
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let given = String(parts[0])
      guard let option = command.options.first(where: { [$0.name, $0.formerName].contains(given) })
      else {
        let near = closest(to: given, among: command.options.map(\.name))
        throw SmilestoneError.usage(
          "Unknown option \(given) for `smilestone \(command.name)`.",
          remedy: near.map { "Did you mean \($0)? \(help)" } ?? help)
      }
      let name = option.name
      if given != name { StandardStreams.writeError("note: \(given) is now called \(name)\n") }
      guard option.isRepeatable || values[name] == nil else {
        let takesFaces = ["--faces", "--age-faces"].contains(name)
        throw SmilestoneError.usage(
          "The option \(name) was given twice.",
          remedy: (takesFaces ? "`smilestone manifest join` makes one manifest of several. " : "")
            + help)
      }
      if option.valueName == nil {
        guard parts.count == 1 else {
          throw SmilestoneError.usage("The option \(name) takes no value.", remedy: help)
        }
        values[name] = [""]
      } else if parts.count == 2 {
        values[name, default: []].append(String(parts[1]))
      } else if let value = rest.popFirst() {
        values[name, default: []].append(value)
      } else {
        throw SmilestoneError.usage("The option \(name) needs a value.", remedy: help)
      }
    }
    for option in command.options where option.isRequired && values[option.name] == nil {
      throw SmilestoneError.usage(
        "`smilestone \(command.name)` needs \(option.name) \(option.valueName ?? "").", remedy: help
      )
    }
    guard command.operandCount.contains(operands.count) else {
      let problem =
        operands.count < command.operandCount.lowerBound
        ? "`smilestone \(command.name)` needs \(command.operands)."
        : "Unexpected “\(operands.last ?? "")” for `smilestone \(command.name)`."
      throw SmilestoneError.usage(problem, remedy: help)
    }
    self.operands = operands
    self.values = values
  }

  /// Checks the places to write to before any work begins.
  /// - Throws: `SmilestoneError.usage` that names the option where one is a device, a pipe or the
  ///   standard output, a folder instead of a file, or a file instead of a folder.
  func requireOutputPlaces() throws {
    for option in command.options where option.isOutput {
      guard let path = string(option.name) else { continue }
      guard path != "-" else {
        throw SmilestoneError.usage(
          "\(option.name) -: results are written to files alone.",
          remedy: "Name a \(option.valueName == "DIR" ? "folder" : "file"), or ./- for one of that "
            + "name.")
      }
      let url = URL(fileURLWithPath: path)
      if option.valueName == "DIR" {
        try OutputPlace.requireFolder(url)
      } else {
        _ = try OutputPlace.file(url)
      }
    }
  }

  /// Refuses folders where the command takes manifests alone.
  /// - Throws: `SmilestoneError.usage` that says how a folder's faces are listed.
  func requireManifests() throws {
    guard ["MANIFEST", "[MANIFEST]", "MANIFEST ..."].contains(command.operands) else { return }
    for path in operands {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
      else { continue }
      throw SmilestoneError.usage(
        "\(path) is a folder; `smilestone \(command.name)` takes a table of faces.",
        remedy:
          "`smilestone start \(ShellWord.quoted(path))` says what is in it, and how its faces are listed."
      )
    }
  }

  func has(_ name: String) -> Bool { values[name] != nil }

  func string(_ name: String) -> String? { values[name]?.last }

  func strings(_ name: String) -> [String] { values[name] ?? [] }

  /// The value of an option that `Command` declares as required.
  func required(_ name: String) throws -> String {
    guard let value = string(name) else {
      throw SmilestoneError.usage("`smilestone \(command.name)` needs \(name).")
    }
    return value
  }

  func url(_ name: String) -> URL? { string(name).map { URL(fileURLWithPath: $0) } }

  func requiredURL(_ name: String) throws -> URL { URL(fileURLWithPath: try required(name)) }

  /// A whole number in a range.
  func integer(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
    guard let text = string(name) else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw SmilestoneError.usage(
        "\(name) \(text): not a whole number between \(range.lowerBound) and \(range.upperBound).",
        remedy: "See `smilestone \(command.name) --help`.")
    }
    return number
  }

  /// A number in a range.
  func number(_ name: String, in range: ClosedRange<Double>) throws -> Double? {
    guard let text = string(name) else { return nil }
    guard let number = Double(text), range.contains(number) else {
      throw SmilestoneError.usage(
        "\(name) \(text): not a number between \(range.lowerBound) and \(range.upperBound).",
        remedy: "See `smilestone \(command.name) --help`.")
    }
    return number
  }

  /// Numbers separated by commas.
  func numbers(_ name: String) throws -> [Double]? {
    guard let text = string(name) else { return nil }
    return try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      guard let number = Double(part), number.isFinite else {
        throw SmilestoneError.usage(
          "\(name) \(text): “\(part)” is not a number.",
          remedy: "Separate numbers by commas, without spaces.")
      }
      return number
    }
  }

  /// One of the names of an enumeration.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, of type: Choice.Type = Choice.self
  ) throws -> Choice? where Choice.RawValue == String {
    try string(name).map { try choice($0, named: name) }
  }

  /// The first operand, which is one of the names of an enumeration.
  func operand<Choice: RawRepresentable & CaseIterable>(
    of type: Choice.Type = Choice.self
  ) throws -> Choice where Choice.RawValue == String {
    try choice(operands[0], named: command.operands)
  }

  private func choice<Choice: RawRepresentable & CaseIterable>(
    _ text: String, named name: String
  ) throws -> Choice where Choice.RawValue == String {
    guard let choice = Choice(rawValue: text) else {
      let names = Choice.allCases.map(\.rawValue)
      throw SmilestoneError.usage(
        "\(name) \(text): no such choice.",
        remedy: suggestion(
          for: text, among: names, all: "Choose \(names.joined(separator: ", "))."))
    }
    return choice
  }

  /// The age groups of `--age-groups`; nil where it is not given.
  func ageGroups() throws -> AgeGrouping? {
    try string("--age-groups").map { try AgeGrouping(option: $0) }
  }

  /// The name of one of some age groups.
  func ageGroup(_ name: String, of ages: AgeGrouping) throws -> AgeGroup? {
    try string(name).map { try ages.group(named: $0, option: name) }
  }

  /// The seed, default 1.
  func seed() throws -> UInt64? {
    guard let text = string("--seed") else { return nil }
    guard let seed = UInt64(text) else {
      throw SmilestoneError.usage(
        "--seed \(text): not a whole number from 0 to \(UInt64.max).", remedy: "Give --seed 1, say."
      )
    }
    return seed
  }
}
