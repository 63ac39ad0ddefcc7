import Faces
import Support

/// One person of a synthetic cohort.
struct SyntheticSubject {
  let index: Int
  /// The planted age, to a hundredth of a year.
  let ageInYears: Double
  /// The age that the head shows.
  let appearanceAgeInYears: Double
  let identity: FaceIdentity
  /// The label that each image intends, and the emotion that shows it.
  let emotions: [(label: Emotion, shown: Emotion)]

  /// The youngest and the oldest that are drawn, in years, where the age groups' bounds lie between.
  private static let agesInYears = (youngest: 0.3, oldest: 60.0)
  /// Heads of cohorts whose heads do not age; the same ages whatever the planted one.
  private static let adultAgesInYears = (lower: 19.0, upper: 60.0)

  init(index: Int, group: AgeGroup, settings: SyntheticCohortSettings) {
    var generator = SeededGenerator(seed: settings.seed, stream: "subject \(index)")
    let range = SyntheticSubject.ages(of: group, in: settings.vocabulary.ages)
    let drawn = generator.uniform(range.lowerBound, range.upperBound)
    // Upper bounds belong to the group, lower ones to the one before.
    let age = max((drawn * 100).rounded(.up) / 100, range.lowerBound + 0.01)
    ageInYears = age
    let adult = generator.uniform(
      SyntheticSubject.adultAgesInYears.lower, SyntheticSubject.adultAgesInYears.upper)
    appearanceAgeInYears =
      settings.development?.headAge.map { min(max($0.value(atAgeInYears: age), 0), 90) }
      ?? (settings.kind.headsAge ? age : adult)
    identity = FaceIdentity(using: &generator)
    let drawable = settings.drawnLabels
    var labels: [Emotion] = []
    while labels.count < settings.imagesPerSubject {
      labels += drawable.scheme.emotions.shuffled(using: &generator)
    }
    emotions = labels.prefix(settings.imagesPerSubject).map { label in
      (label, drawable.emotion(showing: label, using: &generator))
    }
    self.index = index
  }

  /// The ages that are drawn of a group: 0.3 to 3, 3 to 8, 8 to 12, 12 to 17 and 17 to 60 years of the
  /// study's.
  private static func ages(of group: AgeGroup, in ages: AgeGrouping) -> ClosedRange<Double> {
    let (above, upTo) = ages.ages(of: group)
    let upper = upTo ?? max(agesInYears.oldest, above + 10)
    return (group == ages.youngest ? min(agesInYears.youngest, upper / 2) : above)...upper
  }

  /// The age groups of all subjects, in the proportion of the shares and evenly interleaved: each
  /// next subject goes to the group that is furthest behind its share.
  static func groups(_ settings: SyntheticCohortSettings) -> [AgeGroup] {
    let sum = settings.ageGroupShares.reduce(0, +)
    let shares = settings.ageGroupShares.map { $0 / sum }
    var counts = Array(repeating: 0.0, count: shares.count)
    return (1...settings.subjects).map { number in
      let behind = shares.indices.map { shares[$0] * Double(number) - counts[$0] }
      let next = behind.indices.max { behind[$0] < behind[$1] } ?? 0
      counts[next] += 1
      return settings.vocabulary.ages.groups[next]
    }
  }
}
