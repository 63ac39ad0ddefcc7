import Support

/// MORPH (Ricanek & Tesafaye 2006): `009055_1M54.JPG`, subject, photograph, sex, age.
public struct MORPHAdapter: NamedFaces {
  public static let name = "morph"
  static let source = "MORPH"
  public static let layout =
    "images named as 009055_1M54.JPG (subject, photograph, sex, age), as MORPH is distributed."
  static let expression =
    #"(?<subject>[0-9]{4,7})_(?<take>[0-9]{1,3})(?<sex>[FM])(?<age>[0-9]{1,3})"#
  static let codes: [String] = []

  public static let citations = [
    DatasetCitation(
      "MORPH",
      Reference(
        "inproceedings", "ricanek2006morph",
        [
          "title": "{MORPH}: a longitudinal image database of normal adult age-progression",
          "author": "Ricanek, Karl and Tesafaye, Tamirat",
          "booktitle": "FGR",
          "year": "2006",
          "doi": "10.1109/FGR.2006.78",
        ]))
  ]

  public init() {}
}
