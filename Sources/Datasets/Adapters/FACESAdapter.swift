import Support

/// FACES (Ebner, Riediger & Lindenberger 2010): `004_o_m_a_a.jpg`, subject, age group (young 19 to 31,
/// middle 39 to 55, old 69 to 80 years), sex, emotion, take.
public struct FACESAdapter: NamedFaces {
  public static let name = "faces"
  static let source = "FACES"
  public static let layout =
    "images named as 004_o_m_a_a.jpg (subject, age group y, m or o, sex, emotion, take), as FACES is "
    + "distributed."
  static let expression =
    #"(?<subject>[0-9]{1,3})_(?<age>[ymo])_(?<sex>[fm])_(?<emotion>[adfhns])_(?<take>[ab])"#
  static let codes: [String] = [
    "age:y=19-31", "age:m=39-55", "age:o=69-80", "emotion:a=anger", "emotion:d=disgust",
    "emotion:f=fear", "emotion:h=happy", "emotion:n=neutral", "emotion:s=sad",
  ]

  public static let citations = [
    DatasetCitation(
      "FACES",
      Reference(
        "article", "ebner2010faces",
        [
          "title":
            "{FACES}---a database of facial expressions in young, middle-aged, and older women and men: "
            + "development and validation",
          "author": "Ebner, Natalie C. and Riediger, Michaela and Lindenberger, Ulman",
          "journal": "Behavior Research Methods",
          "volume": "42",
          "pages": "351--362",
          "year": "2010",
          "doi": "10.3758/BRM.42.1.351",
        ]))
  ]

  public init() {}
}
