import Faces
import Foundation
import Imaging
import Support

/// Faces that were marked for YOLO, with an emotion as their class.
public struct YOLOAdapter: DatasetAdapter {
  public static let name = "yolo"
  public static let layout = YOLOFaces.layout + "; --value says what other names mean."
  public static let options: Set<ImportOption> = [.value, .keepOtherLabels]

  public static let citations: [DatasetCitation] = []

  public init() {}

  public static func recognises(_ place: DatasetPlace) -> Bool { YOLOFaces.areThere(in: place) }

  public func read(_ folder: URL, options: ImportOptions) throws -> ImportedDataset {
    let source = folder.standardizedFileURL.lastPathComponent
    return try YOLOFaces(in: folder, options: options)
      .read(ImageFolder(folder), layout: Self.layout) { _ in source }
  }
}
