import Foundation
import Support

/// A Datavyu spreadsheet (.opf): a zip file whose entry `db` holds a column for each variable, of format 4.
///
/// A column's codes are code, subject, coder and session, as far as they are known. When one is read, the code
/// that is called code is taken for the code, else its first; those called subject, id, coder and session
/// say what their names say.
/// Source: Datavyu 1.5, `OpenDataStoreFileController.java`.
enum DatavyuFile {
  private static let entry = "db"

  // MARK: Writing

  static func data(_ events: [CodedEvent], named name: String) throws -> Data {
    let video = events.first { !$0.video.isEmpty }?.video ?? ""
    // Datavyu shows a file without a project, but asks for its recordings then.
    let project = """
      !project
      dbFile: db
      name: \((name as NSString).deletingPathExtension)
      version: 5
      viewerSettings: []

      """
    return try ZipContents.file([
      (entry, Data(text(events, video: video).utf8)), ("project", Data(project.utf8)),
    ])
  }

  private static func text(_ events: [CodedEvent], video: String) -> String {
    var lines = ["#4"]
    let further: [(name: String, value: (CodedEvent) -> String?)] = [
      ("subject", \.subject), ("coder", \.coder), ("session", \.session),
    ].filter { part in events.contains { part.value($0) != nil } }
    let names = ["code"] + further.map(\.name)
    for (variable, events) in Dictionary(grouping: events, by: \.variable).sorted(by: {
      $0.key < $1.key
    }) {
      let codes = names.map { "\($0)|NOMINAL" }.joined(separator: ",")
      lines.append("\(columnName(variable)) (MATRIX,true,)-\(codes)")
      for event in events {
        let values = [event.code] + further.map { $0.value(event) ?? "" }
        lines.append(
          "\(time(event.onset)),\(time(event.offset)),(\(values.map(escaped).joined(separator: ",")))"
        )
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// Datavyu's names begin with a letter and hold letters, digits and underscores.
  private static func columnName(_ variable: String) -> String {
    let name = String(variable.map { $0.isLetter || $0.isNumber ? $0 : "_" })
    return name.isEmpty ? "events" : name.first?.isLetter == true ? name : "v_\(name)"
  }

  private static func escaped(_ text: String) -> String {
    text.map { character in
      switch character {
      case "\\", ",", "(", ")", "-": "\\\(character)"
      case _ where character.isNewline: " "
      default: "\(character)"
      }
    }.joined()
  }

  /// "00:01:02:345".
  private static func time(_ seconds: Double) -> String {
    let all = EventTime.milliseconds(seconds)
    return String(
      format: "%02d:%02d:%02d:%03d", all / 3_600_000, all / 60_000 % 60, all / 1000 % 60, all % 1000
    )
  }

  // MARK: Reading

  static func read(_ url: URL) throws -> EventList {
    guard let bytes = ZipContents.entry(entry, of: try InputFile.read(url)) else {
      throw SmilestoneError.badInput(
        "\(url.path) is no Datavyu file: it is not a zip file with an entry “db”, or it is damaged.",
        remedy: "Open it in Datavyu and save it again.")
    }
    let lines = String(decoding: bytes, as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    guard let version = lines.first, ["#2", "#3", "#4"].contains(version) else {
      throw SmilestoneError.badInput(
        "\(url.path): its spreadsheet begins with “\(lines.first ?? "")”, not with #4.",
        remedy: "Open it in a current Datavyu and save it again.")
    }
    let name = RecordingName(url.lastPathComponent)
    var list = EventList()
    var column: Column?
    for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty {
      let place = "\(url.lastPathComponent), line \(index + 1)"
      guard isCell(line) else {
        column = Column(line)
        if column == nil { list.leaveOut(place, "it is neither a column nor a cell") }
        continue
      }
      guard let column, let cell = Cell(line) else {
        list.leaveOut(place, "the cell cannot be read")
        continue
      }
      func value(_ names: String...) -> String? {
        let index = column.codes.firstIndex { names.contains($0.lowercased()) }
        return index.flatMap { cell.values.indices.contains($0) ? cell.values[$0] : nil }
          .flatMap { $0.isEmpty ? nil : $0 }
      }
      list.add(
        CodedEvent(
          subject: value("subject", "id") ?? name.subject,
          session: value("session") ?? name.session,
          coder: value("coder"), variable: column.name == "events" ? "" : column.name,
          code: value("code") ?? cell.values.first ?? "", onset: cell.onset,
          // A cell without an offset is a moment.
          offset: cell.offset == 0 ? cell.onset : cell.offset), at: place)
    }
    return list
  }

  /// Whether a line begins as a time does.
  private static func isCell(_ line: Substring) -> Bool {
    let start = line.prefix(3)
    return start.count == 3 && start.last == ":" && start.dropLast().allSatisfy(\.isNumber)
  }

  /// "expression (MATRIX,true,)-code|NOMINAL,coder|NOMINAL".
  private struct Column {
    let name: String
    let codes: [String]

    init?(_ line: Substring) {
      guard let bracket = line.firstIndex(of: "(") else { return nil }
      name = line[..<bracket].trimmingCharacters(in: .whitespaces).replacing("\\", with: "")
      let rest = line[bracket...]
      guard let dash = rest.range(of: ")-") else {
        // A column of text or of one code.
        codes = ["code"]
        return
      }
      codes = rest[dash.upperBound...].split(separator: ",").map { code in
        String(code.split(separator: "|").first ?? "").replacing("\\", with: "")
      }
    }
  }

  /// "00:00:01:000,00:00:02:500,(happy,anna)".
  private struct Cell {
    let onset: Double
    let offset: Double
    let values: [String]

    init?(_ line: Substring) {
      let parts = line.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3, let onset = Self.seconds(parts[0]),
        let offset = Self.seconds(parts[1])
      else { return nil }
      self.onset = onset
      self.offset = offset
      var values = [""]
      var text = parts[2]
      if text.first == "(" { text = text.dropFirst() }
      if text.last == ")" { text = text.dropLast() }
      var isEscaped = false
      for character in text {
        if !isEscaped, character == "\\" {
          isEscaped = true
        } else if !isEscaped, character == "," {
          values.append("")
        } else {
          values[values.count - 1].append(character)
          isEscaped = false
        }
      }
      self.values = values.map(Support.Cell.trimmed)
    }

    private static func seconds(_ text: Substring) -> Double? {
      let parts = text.split(separator: ":").compactMap { Double($0) }
      guard parts.count == 4 else { return nil }
      return parts[0] * 3600 + parts[1] * 60 + parts[2] + parts[3] / 1000
    }
  }
}
