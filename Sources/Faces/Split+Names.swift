extension Split {
  /// The split by a word that data sets use for it ("Training", "val_set"), in any case.
  package init?(datasetName: String) {
    guard let split = Self.datasetNames[DatasetWord.key(datasetName)] else { return nil }
    self = split
  }

  private static let datasetNames: [String: Split] = [
    "train": .train, "training": .train, "train_set": .train, "training_set": .train,
    "train_data": .train, "training_data": .train, "fer2013train": .train,
    "validation": .validation, "valid": .validation, "val": .validation, "dev": .validation,
    "val_set": .validation, "valid_set": .validation, "validation_set": .validation,
    "val_data": .validation, "validation_data": .validation, "fer2013valid": .validation,
    "publictest": .validation, "public_test": .validation,
    "test": .test, "testing": .test, "test_set": .test, "testing_set": .test,
    "test_data": .test, "fer2013test": .test, "privatetest": .test, "private_test": .test,
  ]
}
