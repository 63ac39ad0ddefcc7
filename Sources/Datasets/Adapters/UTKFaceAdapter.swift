import Faces
import Foundation
import Support

/// UTKFace (Zhang, Song & Qi 2017): `[age]_[sex]_[ethnicity]_[timestamp].jpg.chip.jpg`, in one
/// folder or several; sex 0 male, 1 female; ethnicity 0 White, 1 Black, 2 Asian, 3 Indian,
/// 4 Others; ages 0 to 116.
public struct UTKFaceAdapter: DatasetAdapter {
  public static let name = "utkface"
  public static let layout =
    "images named [age]_[sex]_[ethnicity]_[timestamp].jpg.chip.jpg, as UTKFace is "
    + "distributed."
  public static let options: Set<ImportOption> = [.dropAgesFrom]

  public static let citations = [
    DatasetCitation(
      "UTKFace",
      Reference(
        "inproceedings", "zhang2017age",
        [
          "title": "Age progression/regression by conditional adversarial autoencoder",
          "author": "Zhang, Zhifei and Song, Yang and Qi, Hairong", "booktitle": "CVPR",
          "year": "2017", "doi": "10.1109/CVPR.2017.463",
        ]))
  ]

  public init() {}

  public static func recognises(_ place: DatasetPlace) -> Bool {
    place.images.contains { path in
      (try? record(path: path, name: path.split(separator: "/").last.map(String.init) ?? path).get())
        != nil
    }
  }

  private static let ethnicities = ["White", "Black", "Asian", "Indian", "Others"]
  private static let agesInYears = 0...116

  public func read(_ folder: URL, options: ImportOptions) throws -> ImportedDataset {
    try read(folder, options: options) { path in
      let name = path.split(separator: "/").last.map(String.init) ?? path
      return Self.record(path: path, name: name).map { ($0, nil) }
    }
  }

  private static func record(path: String, name: String) -> Result<FaceRecord, UnusableImageError> {
    func refusal(_ reason: String) -> Result<FaceRecord, UnusableImageError> {
      .failure(UnusableImageError(reason))
    }
    let stem = name.prefix { $0 != "." }
    let parts = stem.split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count == 4 else {
      return refusal("its name has \(parts.count) parts instead of age_sex_ethnicity_timestamp")
    }
    // CACD's and others' names have four parts too, the last of them short.
    guard parts[3].utf8.count >= 8 else {
      return refusal("“\(parts[3])” is no time stamp of UTKFace, which has at least 8 digits")
    }
    guard let age = wholeNumber(parts[0]), agesInYears.contains(age) else {
      return refusal("“\(parts[0])” is not an age from 0 to 116")
    }
    guard let sex = ["0": Sex.male, "1": Sex.female][String(parts[1])] else {
      return refusal("“\(parts[1])” is not a sex (0 male, 1 female)")
    }
    guard let code = wholeNumber(parts[2]), ethnicities.indices.contains(code) else {
      return refusal("“\(parts[2])” is not an ethnicity from 0 to 4")
    }
    return .success(
      FaceRecord(
        image: path, source: "UTKFace", ageInYears: Double(age), ageSource: .label,
        sex: sex, ethnicity: ethnicities[code]))
  }

  /// Digits alone: `Int` would take a sign too.
  private static func wholeNumber(_ text: Substring) -> Int? {
    text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
  }
}
