import Faces
import Foundation
import Support

/// A folder per emotion (`happy/…`), with folders `train/`, `validation/` and `test/` above or inside
/// them where they set the split.
public struct EmotionFolderAdapter: DatasetAdapter {
  public static let name = "folders"
  public static let layout =
    "a folder for each label (anger, disgust, fear, happy, neutral, sad, surprise, or a scheme's), "
    + "with train, validation and test above or inside them where there is a split."
  public static let options: Set<ImportOption> = [.keepOtherLabels]

  public static let citations: [DatasetCitation] = []

  public init() {}

  public static func recognises(_ place: DatasetPlace) -> Bool {
    place.images.contains { (try? EmotionFolder.describe($0, labels: .emotions8).get()) != nil }
  }

  public func read(_ folder: URL, options: ImportOptions) throws -> ImportedDataset {
    let source = folder.standardizedFileURL.lastPathComponent
    return try read(folder, options: options) { path in
      EmotionFolder.describe(path, labels: options.vocabulary.labels).map { label, split in
        (FaceRecord(image: path, source: source, split: split), label)
      }
    }
  }
}

/// What the folders above an image say of it.
enum EmotionFolder {
  /// The label of the emotion's folder, and the split of a folder above or below that.
  static func describe(
    _ path: String, labels: LabelScheme
  ) -> Result<(SourceLabel, Split?), ImageRefusal> {
    let folders = path.split(separator: "/").dropLast().map(String.init)
    // A split's folder may stand before the emotion's, and then none else may.
    let outer = folders.first.map { Split(datasetName: $0) != nil } == true ? 1 : 0
    guard let name = folders.dropFirst(outer).first else {
      return .failure(ImageRefusal("it is not inside an emotion's folder"))
    }
    guard let label = SourceLabel(datasetName: name, labels: labels) else {
      return .failure(
        ImageRefusal(
          "the folder “\(name)” is not one of the \(labels.labelsInWords)"))
    }
    do {
      return .success((label, try split(of: path)))
    } catch {
      return .failure(error)
    }
  }

  /// The split that a folder above an image is named after, wherever it stands: train/happy/1.jpg or
  /// happy/train/1.jpg.
  /// - Throws: `ImageRefusal` where folders name two splits.
  static func split(of path: String) throws(ImageRefusal) -> Split? {
    let folders = path.split(separator: "/").dropLast().map(String.init)
    let splits = folders.compactMap { Split(datasetName: $0) }
    guard Set(splits).count < 2 else {
      throw ImageRefusal("its folders name several splits")
    }
    return splits.first
  }
}
