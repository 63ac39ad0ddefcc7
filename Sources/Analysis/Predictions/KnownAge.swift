import Faces
import Foundation
import Support

/// A face of the studied archive whose true age is known beside its estimate.
package struct KnownAge: Sendable {
  /// What is resampled with it; nil for itself alone.
  var unit: ResamplingUnit?
  /// Where the estimator says that the age may lie.
  var estimate: AgeEstimate
  var ageInYears: Double

  package init(unit: ResamplingUnit? = nil, estimate: AgeEstimate, ageInYears: Double) {
    self.unit = unit
    self.estimate = estimate
    self.ageInYears = ageInYears
  }
}

/// Faces whose true ages are known, as a file lists them: a manifest with the columns `image` and `age`.
public struct KnownAgeSample: Sendable {
  /// In years, by image as the file spells it, and by the image's path.
  private let ages: [PathKey: Double]
  private let file: URL

  /// The fewest faces that a correction is made from.
  static let fewest = 20

  /// - Throws: `SmilestoneError` for a file that cannot be read, or in which no age is given.
  public init(contentsOf file: URL, observer: any ProgressObserver = SilentObserver()) throws {
    let manifest = try Manifest(contentsOf: file, observer: observer)
    var ages: [PathKey: Double] = [:]
    for (record, path) in zip(manifest.records, manifest.imagePaths) {
      guard let age = record.ageInYears, record.ageSource != .estimated else { continue }
      ages[PathKey(record.image)] = age
      ages[PathKey(path)] = age
    }
    guard !ages.isEmpty else {
      throw SmilestoneError.badInput(
        "\(file.path) gives no known age.", remedy: "Fill its columns image and age (in years).")
    }
    self.ages = ages
    self.file = file
  }

  /// The age of an image, by its name in a manifest or its path; nil where the file does not list it.
  func ageInYears(of image: String, path: String?) -> Double? {
    ages[PathKey(image)] ?? path.flatMap { ages[PathKey($0)] }
  }

  /// - Throws: `SmilestoneError.badInput` for fewer than a correction needs.
  func requireEnough(_ count: Int) throws {
    guard count >= Self.fewest else {
      throw SmilestoneError.badInput(
        "Of the faces in \(file.path), \(count) are in the manifest with an estimated age (age_sd); a correction "
          + "needs \(Self.fewest), better 50 to 200.",
        remedy: "Name images as the manifest does, and know the ages of more of its faces.")
    }
  }

  /// The faces of a manifest with an estimated age that are in the file.
  /// - Returns: by image, as the manifest spells it.
  /// - Throws: `SmilestoneError.badInput` for too few.
  func faces(in manifest: Manifest) throws -> [PathKey: KnownAge] {
    let (paths, photographs) = (manifest.imagePaths, manifest.duplicateClusters)
    var faces: [PathKey: KnownAge] = [:]
    for (row, estimate) in try manifest.ageEstimates().enumerated() {
      let record = manifest.records[row]
      guard let estimate,
        let age = ageInYears(of: record.image, path: paths[row])
      else { continue }
      faces[PathKey(record.image)] = KnownAge(
        unit: ResamplingUnit(
          uniqueSubject: FaceRecord.uniqueSubject(record.subject, source: record.source),
          photograph: photographs?[row]),
        estimate: estimate, ageInYears: age)
    }
    try requireEnough(faces.count)
    return faces
  }
}
