import Faces
import Support

/// What of a synthetic cohort changes with age otherwise than by its kind and its planted transition: each a
/// `DevelopmentCurve`, and left as it is where none is given.
///
/// Curves by emotion are named by it; `all` is for the emotions without one of their own.
public struct CohortDevelopment: Sendable, Equatable {
  /// The weight of the adult prototypes, 0 to 1.
  public var expressions: [String: DevelopmentCurve] = [:]
  /// How strongly an emotion is shown, as a share of how strongly it is otherwise, 0 to 2.
  public var strength: [String: DevelopmentCurve] = [:]
  /// The share of an emotion's images that there are, 0 to 1.
  public var presence: [String: DevelopmentCurve] = [:]
  /// The share of the labels that are wrong, each of the other labels as often, 0 to 1.
  public var wrongLabels: DevelopmentCurve?
  /// The age in years that heads show, 0 to 90.
  public var headAge: DevelopmentCurve?
  /// The standard deviation of a blur of all images, as a share of their width, 0 to 0.1.
  public var blur: DevelopmentCurve?
  /// Pose, light, blur, noise and occluders, as the setting `nuisanceStrength`, 0 to 2.
  public var nuisances: DevelopmentCurve?
  /// The standard deviation between people of how much later than others' their expressions develop, in
  /// years, 0 to 10.
  public var spreadInYears = 0.0

  /// The curve for emotions without one of their own.
  static let all = "all"

  public init() {}

  static func curve(
    _ curves: [String: DevelopmentCurve], of emotion: Emotion
  ) -> DevelopmentCurve? {
    curves[emotion.rawValue] ?? curves[all]
  }

  /// What cannot be, as a clause that names the member; nil where all can.
  var problem: String? {
    let known = ExpressionPrototypes.emotions.map(\.rawValue) + [Self.all]
    let byEmotion: [(String, [String: DevelopmentCurve], ClosedRange<Double>)] = [
      ("expressions", expressions, 0...1), ("strength", strength, 0...2),
      ("presence", presence, 0...1),
    ]
    for (member, curves, range) in byEmotion {
      for (name, curve) in curves.sorted(by: { $0.key < $1.key }) {
        if let unknown = Misspelling.inWords(known.contains(name) ? [] : [name], among: known) {
          return "\(member) has no emotion \(unknown)"
        }
        if let problem = curve.problem(range: range) { return "\(member).\(name) \(problem)" }
      }
    }
    let ofAll: [(String, DevelopmentCurve?, ClosedRange<Double>)] = [
      ("wrongLabels", wrongLabels, 0...1), ("headAge", headAge, 0...90), ("blur", blur, 0...0.1),
      ("nuisances", nuisances, 0...2),
    ]
    for (member, curve, range) in ofAll {
      if let problem = curve?.problem(range: range) { return "\(member) \(problem)" }
    }
    return (0...10).contains(spreadInYears)
      ? nil : "spreadInYears is \(spreadInYears), not between 0 and 10"
  }
}

extension CohortDevelopment: Codable {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case expressions, strength, presence, wrongLabels, headAge, blur, nuisances, spreadInYears
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func curves(_ key: CodingKeys) throws -> [String: DevelopmentCurve] {
      try container.decodeIfPresent([String: DevelopmentCurve].self, forKey: key) ?? [:]
    }
    func curve(_ key: CodingKeys) throws -> DevelopmentCurve? {
      try container.decodeIfPresent(DevelopmentCurve.self, forKey: key)
    }
    expressions = try curves(.expressions)
    strength = try curves(.strength)
    presence = try curves(.presence)
    wrongLabels = try curve(.wrongLabels)
    headAge = try curve(.headAge)
    blur = try curve(.blur)
    nuisances = try curve(.nuisances)
    spreadInYears = try container.decodeIfPresent(Double.self, forKey: .spreadInYears) ?? 0
  }
}
