import Events
import Foundation
import Support

/// The options of commands that read events.
enum EventOptions {
  static let options: [Option] = [
    .value("--video", "NAME", "The recording, where files do not name it."),
    .value("--coder", "NAME", "The coder, where files do not name one."),
    .value("--subject", "NAME", "Of several subjects, the one that counts."),
    .value("--variable", "NAME", "Of several tiers, columns or categories, the one that counts."),
    .value(
      "--code", "FROM=TO",
      "Codes called FROM are called TO, in any case of letters; without TO they are "
        + "left out.", repeatable: true),
  ]

  /// Reads what operands name.
  /// - Parameters:
  ///   - paths: nil for the operands.
  ///   - namesCoders: whether events without a coder get the name of their file or folder.
  static func events(
    _ arguments: Arguments, of paths: [String]? = nil, namesCoders: Bool
  ) throws -> EventList {
    let paths = paths ?? arguments.operands
    let codes = try codes(arguments)
    var all = EventList()
    for operand in paths {
      let url = URL(fileURLWithPath: operand)
      let list = try EventFormat.read([url])
      all.unusable += list.unusable
      for var event in list.events {
        if event.video.isEmpty { event.video = arguments.string("--video") ?? "" }
        event.coder =
          event.coder ?? arguments.string("--coder")
          ?? (namesCoders ? url.deletingPathExtension().lastPathComponent : nil)
        if let subject = arguments.string("--subject"), event.subject != subject { continue }
        if let variable = arguments.string("--variable"), event.variable != variable { continue }
        if let code = codes[event.code.lowercased()] {
          guard !code.isEmpty else { continue }
          event.code = code
        }
        all.events.append(event)
      }
    }
    guard !all.events.isEmpty else {
      let first = all.unusable.first.map {
        " The first that cannot be used, \($0.place): \($0.reason)."
      }
      throw SmilestoneError.badInput(
        "There are no events in \(paths.joined(separator: ", ")).\(first ?? "")",
        remedy: "Look at --subject, --variable and --code, which leave events out.")
    }
    return all
  }

  private static func codes(_ arguments: Arguments) throws -> [String: String] {
    try arguments.strings("--code").reduce(into: [:]) { codes, text in
      guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
        throw SmilestoneError.usage(
          "--code \(text): not of the form FROM=TO.", remedy: "Give --code smile=happy, say.")
      }
      let from = text[..<equals].lowercased()
      let to = String(text[text.index(after: equals)...])
      guard codes.updateValue(to, forKey: from) == nil else {
        throw SmilestoneError.usage("--code says twice what “\(from)” is.", remedy: "Say it once.")
      }
    }
  }

  /// Lists what was left out, and says so.
  static func report(
    _ unusable: [UnusableEvent], in folder: URL, observer: TerminalObserver
  ) throws {
    guard !unusable.isEmpty else { return }
    var writer = CSVWriter(header: ["place", "reason"])
    for event in unusable { writer.append([event.place, event.reason]) }
    let place = folder.appendingPathComponent("skipped.csv")
    try AtomicFile.write(writer.text, to: place)
    observer.message("\(unusable.count) events were left out; \(place.path) says why.")
  }
}
