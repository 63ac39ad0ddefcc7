import Support

/// AgeDB (Moschoglou et al. 2017): `0_MariaCallas_35_f.jpg`, photograph, subject, age, sex.
public struct AgeDBAdapter: NamedFaces {
  public static let name = "agedb"
  static let source = "AgeDB"
  public static let layout =
    "images named as 0_MariaCallas_35_f.jpg (photograph, subject, age, sex), as AgeDB is distributed."
  static let expression =
    #"(?<take>[0-9]+)_(?<subject>[^_/]*[^_/0-9][^_/]*)_(?<age>[0-9]{1,3})_(?<sex>[fm])"#
  static let codes: [String] = []

  public static let citations = [
    DatasetCitation(
      "AgeDB",
      Reference(
        "inproceedings", "moschoglou2017agedb",
        [
          "title": "{AgeDB}: the first manually collected, in-the-wild age database",
          "author":
            "Moschoglou, Stylianos and Papaioannou, Athanasios and Sagonas, Christos and Deng, "
            + "Jiankang and Kotsia, Irene and Zafeiriou, Stefanos",
          "booktitle": "CVPR Workshops",
          "year": "2017",
          "doi": "10.1109/CVPRW.2017.250",
        ]))
  ]

  public init() {}
}
