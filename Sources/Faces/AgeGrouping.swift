import Support

/// The age groups of a study: ages are sorted by inclusive upper bounds in years, and each group has its names.
///
/// It travels with what was made by it: the manifest, a model's description, predictions and metrics.
public struct AgeGrouping: Sendable, Hashable {
  /// Youngest first; at least two.
  public let groups: [AgeGroup]
  /// The inclusive upper bounds in years, ascending; the oldest group has none.
  public let upperBoundsInYears: [Double]
  /// The groups whose faces the infant and the adult model learn from: the youngest and the oldest, unless
  /// stated otherwise.
  public let infant: AgeGroup
  public let adult: AgeGroup
  /// What each group is called, youngest first.
  let words: [Words]

  /// What a group is called in text.
  struct Words: Sendable, Hashable {
    /// "younger child".
    var name: String
    /// "younger children".
    var plural: String
    /// "younger child faces".
    var faces: String
  }

  /// The groups of the study: up to 3 years, 8, 12, 17, and above.
  public static let study = AgeGrouping(
    checked: [
      Words(name: "toddler"), Words(name: "younger child", plural: "younger children"),
      Words(name: "older child", plural: "older children"), Words(name: "teenager"),
      Words(name: "adult"),
    ], upperBounds: [3, 8, 12, 17])

  /// - Parameters:
  ///   - infant: Where the group for the infant model stands.
  ///   - adult: Where the group for the adult model stands; nil for the oldest.
  private init(
    checked words: [Words], upperBounds: [Double], infant: Int = 0, adult: Int? = nil
  ) {
    self.words = words
    upperBoundsInYears = upperBounds
    groups = words.map { AgeGroup(rawValue: $0.name.replacing(" ", with: "_")) }
    self.infant = groups[infant]
    self.adult = groups[adult ?? words.count - 1]
  }

  /// - Parameters:
  ///   - words: One for each group, youngest first.
  ///   - upperBounds: One fewer.
  ///   - infant: The name of the group for the infant model; nil for the youngest.
  ///   - adult: The name of the group for the adult model; nil for the oldest.
  /// - Throws: `SmilestoneError.usage` unless there are two groups or more, of names that differ, with
  ///   ascending bounds above 0, and the models' groups are two of them.
  init(
    words: [Words], upperBounds: [Double], infant: String? = nil, adult: String? = nil
  ) throws {
    try AgeGrouping.check(upperBounds: upperBounds)
    try AgeGrouping.check(names: words.map(\.name))
    guard words.count == upperBounds.count + 1 else {
      throw AgeGrouping.refusal("there are \(words.count) groups and \(upperBounds.count) bounds")
    }
    func position(_ name: String?, _ model: String) throws -> Int? {
      guard let name else { return nil }
      guard let position = words.firstIndex(where: { $0.name == name }) else {
        throw AgeGrouping.refusal("the \(model) model’s group “\(name)” is none of them")
      }
      return position
    }
    let (youngest, oldest) = (try position(infant, "infant") ?? 0, try position(adult, "adult"))
    guard youngest < oldest ?? words.count - 1 else {
      throw AgeGrouping.refusal("the infant model’s group is not younger than the adult model’s")
    }
    self.init(checked: words, upperBounds: upperBounds, infant: youngest, adult: oldest)
  }

  /// Groups named after their bounds: "up to 2", "over 2 to 6", "over 6". The study's bounds give the
  /// study's groups.
  /// - Throws: `SmilestoneError.usage` unless there is a bound or more, ascending from above 0.
  public init(upperBoundsInYears bounds: [Double]) throws {
    try self.init(upperBounds: bounds, infant: nil, adult: nil)
  }

  init(upperBounds bounds: [Double], infant: String?, adult: String?) throws {
    let words =
      bounds == AgeGrouping.study.upperBoundsInYears
      ? AgeGrouping.study.words : AgeGrouping.words(ofBounds: bounds)
    try self.init(words: words, upperBounds: bounds, infant: infant, adult: adult)
  }

  /// The study's groups by other bounds than the study's, as manifests of earlier versions have them in
  /// their column `age_bounds`.
  /// - Throws: `SmilestoneError.usage` unless there are four, ascending from above 0.
  package init(studyNamesWithBounds bounds: [Double]) throws {
    try self.init(words: AgeGrouping.study.words, upperBounds: bounds)
  }

  static func words(ofBounds bounds: [Double]) -> [Words] {
    let numbers = bounds.map(ManifestNumber.text)
    let middle = zip(numbers, numbers.dropFirst()).map { "over \($0) to \($1)" }
    return (["up to \(numbers.first ?? "")"] + middle + ["over \(numbers.last ?? "")"]).map {
      Words(name: $0, plural: "people aged \($0)", faces: "faces aged \($0)")
    }
  }
}

extension AgeGrouping.Words {
  /// - Parameters:
  ///   - plural: nil for the name with an s.
  ///   - faces: nil for the name and "faces".
  init(name: String, plural: String? = nil) {
    self.init(name: name, plural: plural ?? "\(name)s", faces: "\(name) faces")
  }
}

// MARK: Ages and places

extension AgeGrouping {
  public var count: Int { groups.count }

  public var youngest: AgeGroup { groups[0] }
  public var oldest: AgeGroup { groups[groups.count - 1] }

  /// Where the group of an age stands among the groups, youngest first.
  public func index(ofAgeInYears age: Double) -> Int {
    upperBoundsInYears.firstIndex { age <= $0 } ?? upperBoundsInYears.count
  }

  public func group(ofAgeInYears age: Double) -> AgeGroup { groups[index(ofAgeInYears: age)] }

  /// The group that a whole range of ages falls into; nil where it falls into several.
  public func group(ofAgesInYears ages: ClosedRange<Double>) -> AgeGroup? {
    let group = group(ofAgeInYears: ages.lowerBound)
    return group == self.group(ofAgeInYears: ages.upperBound) ? group : nil
  }

  public func contains(_ group: AgeGroup) -> Bool { groups.contains(group) }

  /// The group of a name that a user gave.
  /// - Parameter option: the option that it was given with.
  /// - Throws: `SmilestoneError.usage` where there is none.
  public func group(named name: String, option: String) throws -> AgeGroup {
    let group = AgeGroup(rawValue: AgeGrouping.name(name).replacing(" ", with: "_"))
    guard contains(group) else {
      throw SmilestoneError.usage(
        "\(option): there is no age group “\(name)”.",
        remedy: suggestion(for: name, among: groups.map(\.rawValue)))
    }
    return group
  }

  /// Where a group stands among the groups, youngest first; files are checked for groups of others when they
  /// are read.
  public func index(of group: AgeGroup) -> Int {
    guard let index = groups.firstIndex(of: group) else {
      preconditionFailure("\(group.rawValue) is none of the age groups \(namesInWords)")
    }
    return index
  }

  /// Whether a bound lies within an age's error; an age without one is near nothing.
  public func isNear(ageInYears age: Double, within standardDeviation: Double) -> Bool {
    standardDeviation > 0 && upperBoundsInYears.contains { abs($0 - age) <= standardDeviation }
  }

  /// The ages of a group: above the lower bound, up to and including the upper; nil above the oldest's.
  public func ages(of group: AgeGroup) -> (above: Double, upTo: Double?) {
    let index = index(of: group)
    return (
      index == 0 ? 0 : upperBoundsInYears[index - 1],
      index < upperBoundsInYears.count ? upperBoundsInYears[index] : nil
    )
  }

  /// The group that each of the two models is trained on, by the model's name.
  public var trainedOn: [String: AgeGroup] { ["infant": infant, "adult": adult] }
}
