import Analysis
import Faces
import Foundation
import Report
import Support

/// Chooses a run's faces to look at and makes small images of them.
struct ShownFaces {
  let manifest: Manifest
  let choice: FaceChoice
  let seed: UInt64
  let thumbnails: Thumbnails

  /// Children up to this age in years are not shown unless asked for.
  private static let infantsUpToYears = 3.0
  /// A real face that may be of such a child with at least this probability counts as one.
  private static let infantProbability = 0.05

  /// One face of each age group and emotion, chosen by the seed.
  func samples() -> [SampleFace] {
    var generator = SeededGenerator(seed: seed, stream: "sample faces")
    let (infants, ages) = (realInfants, manifest.vocabulary.ages)
    var found: Set<String> = []
    var samples: [SampleFace] = []
    for record in manifest.records.shuffled(using: &generator) {
      guard let group = record.ageGroup, let emotion = record.emotion,
        !found.contains("\(group.rawValue) \(emotion)")
      else { continue }
      let isInfant = infants.contains(PathKey(record.image))
      // A face that is not to be in the file is not even opened.
      let image =
        choice.visibility.shows(realInfant: isInfant)
        ? thumbnails.jpeg(manifest.path(of: record), .sample)
        : Data()
      guard let image else { continue }
      found.insert("\(group.rawValue) \(emotion)")
      samples.append(
        SampleFace(
          image: image, ageGroup: group, emotion: emotion, ageInYears: record.ageInYears,
          source: record.source ?? "", isRealInfant: isInfant))
    }
    let labels = manifest.vocabulary.labels
    return samples.sorted {
      (ages.index(of: $0.ageGroup), labels.position(of: $0.emotion))
        < (ages.index(of: $1.ageGroup), labels.position(of: $1.emotion))
    }
  }

  /// Test faces with the models' predictions.
  func judged(_ table: PredictionTable) throws -> JudgedFaces {
    let infants = realInfants
    let paths = Dictionary(zip(manifest.records.map { PathKey($0.image) }, manifest.imagePaths)) {
      $1
    }
    let visibility = choice.visibility
    return try JudgedFaces(
      table, facesOfACell: choice.showsAllFaces ? nil : JudgedFaces.facesOfACell, seed: seed
    ) { row in
      guard visibility.shows(realInfant: infants.contains(PathKey(row.image))) else {
        return .hidden
      }
      return paths[PathKey(row.image)].flatMap { thumbnails.jpeg($0, .judged) }
        .map(JudgedFaces.Image.shown) ?? .unreadable
    }
  }

  /// The faces whose ages were missed by most.
  func missedAges(_ predictions: [AgePrediction]) -> [MissedAge] {
    let infants = realInfants
    let paths = Dictionary(zip(manifest.records.map { PathKey($0.image) }, manifest.imagePaths)) {
      first, _ in first
    }
    func error(_ prediction: AgePrediction) -> Double {
      abs(prediction.estimate.ageInYears - prediction.ageInYears)
    }
    let worst = predictions.sorted { error($0) > error($1) }.prefix(ShownFaces.missedAges)
    return worst.map { prediction in
      let key = PathKey(prediction.image)
      let isInfant = infants.contains(key)
      let image =
        choice.visibility.shows(realInfant: isInfant)
        ? paths[key].flatMap { thumbnails.jpeg($0, .sample) } : nil
      return MissedAge(
        image: image ?? Data(), ageInYears: prediction.ageInYears,
        estimatedAgeInYears: prediction.estimate.ageInYears, isRealInfant: isInfant)
    }
  }

  private static let missedAges = 8

  /// The mean of each age group's test faces, of those that may be shown.
  func meanFaces(_ table: PredictionTable) -> [AgeGroup: Data] {
    let infants = realInfants
    let tested = Set(table.rows.filter { $0.split == "test" }.map { PathKey($0.image) })
    let faces = zip(manifest.records, manifest.imagePaths).filter { record, _ in
      let key = PathKey(record.image)
      return tested.contains(key) && choice.visibility.shows(realInfant: infants.contains(key))
    }
    return Dictionary(grouping: faces) { $0.0.ageGroup }.reduce(into: [:]) { means, entry in
      guard let group = entry.key else { return }
      let paths = entry.value.prefix(MeanFace.mostFaces).map(\.1)
      means[group] = MeanFace(paths.lazy.compactMap { thumbnails.jpeg($0, .sample) })?.jpeg
    }
  }

  /// Photographs that show, or may show, a child of up to three years: ages are estimated, so a
  /// face counts when it is not known to be older.
  private var realInfants: Set<PathKey> {
    let synthetic = manifest.isSynthetic
    let ages = manifest.vocabulary.ages
    let young = Set(ages.groups.filter { ages.ages(of: $0).above < ShownFaces.infantsUpToYears })
    let columns = zip(ages.groups, ages.membershipColumns).filter { young.contains($0.0) }
      .compactMap { manifest.values(ofExtraColumn: $0.1) }
    return Set(
      manifest.records.enumerated().filter { index, record in
        guard !synthetic[index] else { return false }
        guard let group = record.ageGroup else { return true }
        if record.ageSource == .label, let age = record.ageInYears {
          return age <= ShownFaces.infantsUpToYears
        }
        let probability = columns.reduce(0) { $0 + (Double($1[index]) ?? 0) }
        return young.contains(group) || probability >= ShownFaces.infantProbability
      }.map { PathKey($0.element.image) })
  }
}
