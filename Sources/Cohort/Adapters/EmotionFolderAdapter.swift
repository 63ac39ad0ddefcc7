import Foundation

/// A folder per emotion (`happy/…`), as FER2013 is often distributed, or such folders inside
/// `train/`, `validation/` and `test/`, which then set the split.
public struct EmotionFolderAdapter: DatasetAdapter {
  public static let name = "folders"
  public static let layout =
    "Expected: a folder for each emotion (anger, disgust, fear, happy, neutral, sad, surprise), "
    + "or those inside train, validation and test."

  public init() {}

  /// The emotions by the names that data sets give their folders.
  private static let emotions: [String: Emotion] = [
    "anger": .anger, "angry": .anger,
    "disgust": .disgust, "disgusted": .disgust,
    "fear": .fear, "fearful": .fear, "afraid": .fear,
    "happy": .happy, "happiness": .happy,
    "neutral": .neutral,
    "sad": .sad, "sadness": .sad,
    "surprise": .surprise, "surprised": .surprise,
  ]

  private static let splits: [String: Split] = [
    "train": .train, "training": .train,
    "validation": .validation, "valid": .validation, "val": .validation,
    "test": .test, "testing": .test,
  ]

  /// The emotion that a folder's name means, in any case; nil where it is none of the seven.
  public static func emotion(folderName: String) -> Emotion? {
    emotions[folderName.lowercased()]
  }

  public func read(_ folder: URL) throws -> ImportedDataset {
    let source = folder.standardizedFileURL.lastPathComponent
    return try read(folder) { path in
      var folders = path.split(separator: "/").dropLast().map(String.init)
      let split = folders.first.flatMap { Self.splits[$0.lowercased()] }
      if split != nil { folders.removeFirst() }
      guard let name = folders.first else {
        return .failure(ImageRefusal(reason: "it is not inside an emotion's folder"))
      }
      guard let emotion = Self.emotion(folderName: name) else {
        return .failure(
          ImageRefusal(reason: "the folder “\(name)” is not one of the seven emotions"))
      }
      return .success(FaceRecord(image: path, source: source, emotion: emotion, split: split))
    }
  }
}
