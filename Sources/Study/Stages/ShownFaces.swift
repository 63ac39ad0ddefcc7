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

  /// A real face that is a toddler's with at least this probability counts as one.
  private static let toddlerProbability = 0.05

  /// One face of each age group and emotion, chosen by the seed.
  func samples() -> [SampleFace] {
    var generator = SeededGenerator(seed: seed, stream: "sample faces")
    let infants = realInfants
    var found: Set<String> = []
    var samples: [SampleFace] = []
    for record in manifest.records.shuffled(using: &generator) {
      guard let group = record.ageGroup, let emotion = record.emotion,
        !found.contains("\(group) \(emotion)")
      else { continue }
      let isInfant = infants.contains(PathKey(record.image))
      // A face that is not to be in the file is not even opened.
      let image =
        choice.visibility.shows(realInfant: isInfant)
        ? thumbnails.jpeg(manifest.path(of: record), .sample)
        : Data()
      guard let image else { continue }
      found.insert("\(group) \(emotion)")
      samples.append(
        SampleFace(
          image: image, ageGroup: group, emotion: emotion, ageInYears: record.ageInYears,
          source: record.source ?? "", isRealInfant: isInfant))
    }
    let labels = manifest.vocabulary.labels
    return samples.sorted {
      ($0.ageGroup.index, labels.position(of: $0.emotion))
        < ($1.ageGroup.index, labels.position(of: $1.emotion))
    }
  }

  /// Test faces with the models' answers.
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

  /// Photographs that show, or may show, a child of up to three years: ages are estimated, so a
  /// face counts when it is not known to be older.
  private var realInfants: Set<PathKey> {
    let drawn = manifest.isDrawn
    let probabilities = manifest.values(ofExtraColumn: "p_\(AgeGroup.toddler.rawValue)")
    return Set(
      manifest.records.enumerated().filter { index, record in
        guard !drawn[index] else { return false }
        guard let group = record.ageGroup else { return true }
        let probability = probabilities.flatMap { Double($0[index]) } ?? 0
        return group == .toddler || probability >= ShownFaces.toddlerProbability
      }.map { PathKey($0.element.image) })
  }
}
