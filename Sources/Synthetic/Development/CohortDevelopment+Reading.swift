import Foundation
import Support

extension CohortDevelopment {
  private static let remedy =
    "Write it as docs/synthetic.md shows: "
    + "{expressions: {happy: {start: 0, steps: [{change: 1, ageInYears: 5, widthInYears: 1}]}}}."

  /// Reads a description in JSON5 (docs/synthetic.md).
  /// - Throws: `SmilestoneError.badInput` that names the file, the member and the remedy.
  public init(contentsOf url: URL) throws {
    func read<Value: Decodable>(_ type: Value.Type) throws -> Value {
      try JSONText.read(
        type, from: url, isJSON5: true, as: "a description of a cohort's development",
        remedy: Self.remedy)
    }
    let unknown = try Self.unknownMembers(read(JSONTree.self))
    if let names = Misspelling.inWords(unknown, among: Self.members) {
      throw SmilestoneError.badInput(
        "\(url.path): a development has no member \(names).", remedy: Self.remedy)
    }
    self = try read(CohortDevelopment.self)
    if let problem {
      throw SmilestoneError.badInput("\(url.path): \(problem).", remedy: Self.remedy)
    }
  }

  private static let byEmotion = [CodingKeys.expressions, .strength, .presence].map(\.rawValue)
  private static let ofCurve = ["start", "steps", "change", "ageInYears", "widthInYears"]
  private static let members = CodingKeys.allCases.map(\.rawValue) + ofCurve

  /// Members that decoding would pass over.
  private static func unknownMembers(_ tree: JSONTree) -> [String] {
    switch tree {
    case .object(let members):
      members.sorted { $0.key < $1.key }.flatMap { name, value -> [String] in
        guard Self.members.contains(name) else { return [name] }
        // Members there are emotions, which are checked by themselves.
        if byEmotion.contains(name), case .object(let emotions) = value {
          return emotions.values.flatMap(unknownMembers)
        }
        return unknownMembers(value)
      }
    case .array(let items): items.flatMap(unknownMembers)
    default: []
    }
  }
}
