import Datasets
import Faces
import Foundation
import Support

/// What a user names as a source of faces: `NAME:PATH` for a data set of a kind, or the path of a
/// manifest or of a data set that is recognised.
public struct FaceSource: Sendable {
  /// Where the faces are; absolute.
  public let place: URL
  /// The kind of data set that was named; nil where it is to be found out.
  private let kind: (any DatasetAdapter.Type)?

  /// For help: what may be written.
  public static let grammar =
    "a manifest CSV, a data set's folder or table, or NAME:PATH, with NAME one of "
    + DatasetAdapters.namesInWords

  /// - Parameter text: “tif:photos/TIF”, “faces.csv”. A path that begins like a data set's name is
  ///   written with `./` before it.
  public init(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    kind = parts.count < 2 ? nil : DatasetAdapters.all.first { $0.name == parts[0] }
    let path = kind == nil ? text : String(parts[1])
    place = URL(fileURLWithPath: path).standardizedFileURL
  }

  /// The source with an absolute path.
  public var text: String { (kind.map { "\($0.name):" } ?? "") + place.path }

  /// - Parameters:
  ///   - ages: the age groups to sort faces into; nil for those that the faces come with, else the study's.
  ///   - imageFolder: where images are written that a data set holds as numbers; nil where there
  ///     is no such place.
  ///   - skippedList: where the reasons are listed when nothing in a data set can be used.
  ///   - scheme: what labels the faces get; nil for a manifest's own, the seven emotions otherwise.
  ///   - observer: learns of the data set that was recognised, and of columns that nothing uses.
  /// - Returns: the faces, and what was left out or not understood.
  /// - Throws: `SmilestoneError` when the place holds no manifest and no data set that is
  ///   recognised, it cannot be used, or its faces are in other age groups.
  public func read(
    ages: AgeGrouping? = nil, imageFolder: URL? = nil, skippedList: URL? = nil,
    scheme: LabelScheme? = nil,
    observer: any ProgressObserver
  ) throws -> (Manifest, [SkippedImage]) {
    guard let adapter = try adapter(observer) else {
      let (manifest, remarks) = try Manifest.read(place, observer: observer)
      let labelled = try scheme.map { try manifest.labelled(by: $0, name: place.path) } ?? manifest
      return (
        try ages.map { try labelled.sorted(into: $0, place: place.path) } ?? labelled, remarks
      )
    }
    var options = ImportOptions()
    options.ages = ages
    options.imageFolder = imageFolder
    options.skippedList = skippedList
    if let scheme { options.vocabulary.labels = scheme }
    let dataset = try adapter.read(place, options: options)
    return (dataset.manifest, dataset.skipped)
  }

  /// What reads the place; nil for a manifest.
  private func adapter(_ observer: any ProgressObserver) throws -> (any DatasetAdapter)? {
    if let kind { return kind.init() }
    let looked = try DatasetPlace(place)
    if let found = try DatasetAdapters.recognised(in: looked) {
      observer.message("\(place.path) is read as the data set kind “\(type(of: found).name)”.")
      return found
    }
    guard place.isTable else {
      throw SmilestoneError.badInput(
        "\(place.path) looks like no data set that is known.",
        remedy: looked.numberedFoldersInWords
          ?? "`smilestone start` says what is in a folder and what is missing. Or say which it is, as "
          + "NAME:PATH with NAME one of \(DatasetAdapters.namesInWords); `smilestone help manifest` says "
          + "what each holds.")
    }
    return nil
  }
}
