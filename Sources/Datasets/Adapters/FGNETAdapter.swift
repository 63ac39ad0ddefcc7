import Faces
import Foundation
import Support

/// The FG-NET Aging Database (Panis et al. 2016): photographs of 82 people from birth to 69 years,
/// several of each, whose names say who and how old: `001A02a.JPG` = subject 001, 2 years, take a.
public struct FGNETAdapter: DatasetAdapter {
  public static let name = "fgnet"
  public static let layout =
    "images named as 001A02a.JPG (subject, A, age in years, take), as FG-NET is distributed."
  public static let options: Set<ImportOption> = [.dropAgesFrom]

  public static let citations = [
    DatasetCitation(
      "FG-NET",
      Reference(
        "article", "panis2016overview",
        [
          "title": "Overview of research on facial ageing using the {FG-NET} ageing database",
          "author": "Panis, Gabriel and Lanitis, Andreas and Tsapatsoulis, Nicholas and "
            + "Cootes, Timothy F.",
          "journal": "IET Biometrics", "volume": "5", "number": "2", "pages": "37--46",
          "year": "2016", "doi": "10.1049/iet-bmt.2014.0053",
        ]))
  ]

  public init() {}

  public static func recognises(_ place: DatasetPlace) -> Bool {
    place.images.contains { (try? record(path: $0).get()) != nil }
  }

  public func read(_ folder: URL, options: ImportOptions) throws -> ImportedDataset {
    try read(folder, options: options) { path in Self.record(path: path).map { ($0, nil) } }
  }

  /// - Parameter path: the image's path; its folders say nothing.
  private static func record(path: String) -> Result<FaceRecord, UnusableImageError> {
    let name = path.split(separator: "/").last ?? ""
    guard
      let match = name.prefix(while: { $0 != "." })
        .wholeMatch(of: /([0-9]{3})[Aa]([0-9]{2})[A-Za-z]?/),
      let age = Double(match.2)
    else { return .failure(UnusableImageError("its name is not of the form 001A02a")) }
    return .success(
      FaceRecord(
        image: path, subject: String(match.1), source: "FG-NET", ageInYears: age,
        ageSource: .label))
  }
}
