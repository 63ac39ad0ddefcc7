import Support

/// The Cross-Age Celebrity Dataset (Chen, Chen & Hsu 2014): `14_Aaron_Johnson_0001.jpg`, age, subject,
/// photograph. Ages are the years between birth and photograph, found on the web.
public struct CACDAdapter: NamedFaces {
  public static let name = "cacd"
  static let source = "CACD"
  public static let layout =
    "images named as 14_Aaron_Johnson_0001.jpg (age, subject, photograph), as CACD is distributed."
  static let expression =
    #"(?<age>[0-9]{1,2})_(?<subject>[^/]*[^_/0-9][^/]*)_(?<take>[0-9]{4})"#
  static let codes: [String] = []

  public static let citations = [
    DatasetCitation(
      "CACD",
      Reference(
        "inproceedings", "chen2014cross",
        [
          "title": "Cross-age reference coding for age-invariant face recognition and retrieval",
          "author": "Chen, Bor-Chun and Chen, Chu-Song and Hsu, Winston H.",
          "booktitle": "ECCV",
          "year": "2014",
          "doi": "10.1007/978-3-319-10599-4_49",
        ]))
  ]

  public init() {}
}
