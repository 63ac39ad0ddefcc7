import Faces

/// What the folders above an image say of it.
struct EmotionFolder {
  let label: SourceLabel
  let split: Split?
  let subject: String?

  /// Finds the one folder that is named after an emotion; those around it may be named after a split
  /// (train/happy, happy/train), a subject (subject01/happy), or anything else.
  static func describe(
    _ path: String, _ values: ValueMap = ValueMap(), labels scheme: LabelScheme
  ) -> Result<EmotionFolder, UnusableImageError> {
    let folders = folders(of: path)
    let labels = folders.compactMap { label($0, values, scheme) }
    guard let label = labels.first else {
      return .failure(withoutLabel(folders.filter { split($0, values) == nil }, scheme))
    }
    guard Set(labels).count == 1 else {
      return .failure(UnusableImageError("its folders name several emotions"))
    }
    let others = folders.filter {
      self.label($0, values, scheme) == nil && split($0, values) == nil
    }
    do {
      return .success(
        EmotionFolder(
          label: label, split: try split(of: path, values),
          subject: others.first(where: isSubject)))
    } catch {
      return .failure(error)
    }
  }

  /// The split that a folder above an image is named after, wherever it stands.
  /// - Throws: `UnusableImageError` where folders name two splits.
  static func split(
    of path: String, _ values: ValueMap = ValueMap()
  ) throws(UnusableImageError) -> Split? {
    let splits = folders(of: path).compactMap { split($0, values) }
    guard Set(splits).count < 2 else {
      throw UnusableImageError("its folders name several splits")
    }
    return splits.first
  }

  private static func folders(of path: String) -> [String] {
    path.split(separator: "/").dropLast().map(String.init)
  }

  private static func label(
    _ folder: String, _ values: ValueMap, _ scheme: LabelScheme
  ) -> SourceLabel? {
    SourceLabel(datasetName: values.meaning(of: folder, in: "emotion"), labels: scheme)
  }

  private static func split(_ folder: String, _ values: ValueMap) -> Split? {
    Split(datasetName: values.meaning(of: folder, in: "split"))
  }

  /// “subject01”, “S5”, “person 12”, “017”.
  private static func isSubject(_ folder: String) -> Bool {
    folder.lowercased().wholeMatch(
      of: /(?:subject|subj|sub|participant|person|child|infant|baby|id|pp|p|s|)[ _-]*[0-9]+/) != nil
  }

  private static func withoutLabel(_ folders: [String], _ scheme: LabelScheme) -> UnusableImageError
  {
    guard let name = folders.last else {
      return UnusableImageError("it is not inside an emotion's folder")
    }
    return UnusableImageError(
      "the folder “\(name)” is not one of the \(scheme.labelsInWords); "
        + "\(ValueMap.example(name, in: "emotion", scheme.nearest(to: name))) says what such a name means"
    )
  }
}
