extension Sex {
  /// The sex by a word that data sets use for it ("F", "girl", "Male"), in any case. Numbers mean
  /// different things in different data sets, so they are none.
  package init?(datasetName: String) {
    switch DatasetWord.key(datasetName) {
    case "female", "f", "woman", "girl", "women", "girls": self = .female
    case "male", "m", "man", "boy", "men", "boys": self = .male
    default: return nil
    }
  }
}
