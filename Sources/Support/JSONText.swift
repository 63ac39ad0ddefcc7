import Foundation

/// Reads JSON and JSON5 from outside.
///
/// JSON is checked before Foundation's parser sees it, which uses stack for every bracket and does
/// not tell lines. JSON5 is not given to that at all: it traps on some text that is not UTF-8, and on
/// numbers such as 0x.
public enum JSONText {
  /// Nesting at most; the deepest file of this program's has 12 levels.
  static let maximumDepth = 100

  /// Reads a file.
  /// - Parameters:
  ///   - description: what the file should be, for messages: "a metrics file".
  ///   - formerNames: fields that an earlier version called otherwise; nil where there are none.
  ///   - userInfo: what types need to know to be decoded.
  ///   - remedy: what to do where it is missing or something else.
  /// - Throws: `SmilestoneError.badInput` that names the file, and the line or field.
  public static func read<Value: Decodable>(
    _ type: Value.Type, from url: URL, isJSON5: Bool = false, as description: String,
    formerNames: FormerNames? = nil, userInfo: [CodingUserInfoKey: any Sendable] = [:],
    remedy: String
  ) throws -> Value {
    try decode(
      type, from: InputFile.read(url, remedy: remedy), name: url.path, isJSON5: isJSON5,
      as: description, formerNames: formerNames, userInfo: userInfo, remedy: remedy)
  }

  /// Reads a text from memory; `name` is for messages.
  public static func decode<Value: Decodable>(
    _ type: Value.Type, from data: Data, name: String, isJSON5: Bool = false,
    as description: String, formerNames: FormerNames? = nil,
    userInfo: [CodingUserInfoKey: any Sendable] = [:], remedy: String
  ) throws -> Value {
    func refusal(_ flaw: JSONError) -> SmilestoneError {
      .badInput(
        "\(name) is not \(description): line \(flaw.line): \(flaw.reason).",
        remedy: flaw.isOfEncoding ? "Save it as UTF-8." : remedy)
    }
    var data = data
    if isJSON5 {
      let tree: JSONTree
      do {
        tree = try JSONTree(json5: data)
      } catch {
        throw refusal(error)
      }
      if let tree = tree as? Value { return tree }
      data = try JSONEncoder().encode(tree)
    } else if let flaw = flaw(in: data) {
      throw refusal(flaw)
    }
    do {
      if let formerNames {
        let tree = try JSONDecoder().decode(JSONTree.self, from: data)
        data = try JSONEncoder().encode(formerNames.renamed(tree))
      }
      let decoder = JSONDecoder()
      decoder.userInfo = userInfo
      return try decoder.decode(type, from: data)
    } catch let error as DecodingError {
      throw SmilestoneError.badInput(
        "\(name) is not \(description): \(error.place ?? "it is not JSON").", remedy: remedy)
    }
  }

  /// What keeps JSON from being given to a parser; nil where it may be.
  /// - Parameter maximumObjects: how many objects it may hold.
  public static func flaw(in data: Data, maximumObjects: Int = .max) -> JSONError? {
    if let flaw = flawOfEncoding(in: data) { return flaw }
    return data.withUnsafeBytes {
      JSONOutline.flaw(in: $0, maximumDepth: maximumDepth, maximumObjects: maximumObjects)
    }
  }

  static func flawOfEncoding(in data: Data) -> JSONError? {
    if String(validating: data, as: UTF8.self) != nil { return nil }
    let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }.map {
      JSONError(line: $0 + 1, reason: "the text is not UTF-8", isOfEncoding: true)
    }
  }
}

/// What keeps a JSON text from being read, and the line where.
public struct JSONError: Error, Equatable {
  public let line: Int
  /// As a clause: "a bracket is never closed".
  public let reason: String
  var isOfEncoding = false
}

extension DecodingError {
  /// Which field is wrong, and how, in a few words; nil where the whole text is.
  fileprivate var place: String? {
    switch self {
    case .keyNotFound(let key, let context):
      "the field \(path(context.codingPath + [key])) is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      "the field \(path(context.codingPath)) has a value of the wrong kind"
    case .dataCorrupted(let context) where !context.codingPath.isEmpty:
      "the field \(path(context.codingPath)) "
        + ((context.underlyingError as? SmilestoneError)?.message ?? "has an unknown value")
    default: nil
    }
  }

  private func path(_ keys: [any CodingKey]) -> String {
    keys.map { key in key.intValue.map { "[\($0)]" } ?? key.stringValue }
      .joined(separator: ".").replacing(".[", with: "[")
  }
}
