import Foundation

/// A folder per emotion (`happy/…`), or such folders inside `train/`, `validation/` and `test/`,
/// which then set the split.
public struct EmotionFolderAdapter: DatasetAdapter {
  public static let name = "folders"
  public static let layout =
    "a folder for each emotion (anger, disgust, fear, happy, neutral, sad, surprise), "
    + "or those inside train, validation and test."
  public static let options: Set<ImportOption> = [.keepOtherLabels]

  public init() {}

  public func read(_ folder: URL, options: ImportOptions) throws -> ImportedDataset {
    let source = folder.standardizedFileURL.lastPathComponent
    return try read(folder, options: options) { path in
      EmotionFolder.describe(path).map { label, split in
        (FaceRecord(image: path, source: source, split: split), label)
      }
    }
  }
}

/// What the folders above an image say of it.
enum EmotionFolder {
  /// The label of the emotion's folder, and the split of a folder above that.
  static func describe(_ path: String) -> Result<(SourceLabel, Split?), ImageRefusal> {
    var folders = path.split(separator: "/").dropLast().map(String.init)
    let split = folders.first.flatMap { Split(datasetName: $0) }
    if split != nil { folders.removeFirst() }
    guard let name = folders.first else {
      return .failure(ImageRefusal("it is not inside an emotion's folder"))
    }
    guard let label = SourceLabel(datasetName: name) else {
      return .failure(ImageRefusal("the folder “\(name)” is not one of the seven emotions"))
    }
    return .success((label, split))
  }
}
