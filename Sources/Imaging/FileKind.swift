import Foundation

/// What a file is, by its first bytes and, where these say nothing, by the ending of its name.
enum FileKind: Equatable {
  /// A JPEG, PNG, WebP, HEIC, AVIF, TIFF or BMP file, whatever its name ends in.
  case image
  /// A table, a text, data or a file of the system, which nobody means as an image; with what it is, as
  /// one clause: “it is a table”.
  case other(String)
  /// Something else; the reason why it cannot be used.
  case unusable(String)

  /// Endings of images that are taken at their word, in lower case.
  static let imageEndings: Set<String> = [
    "avif", "bmp", "heic", "heif", "jfif", "jpe", "jpeg", "jpg", "png", "tif", "tiff", "webp",
  ]

  private static let textReason = "it is a text"

  /// What files are that nobody means as images, by their endings.
  private static let otherReasons: [String: String] = [
    "it is a table": ["csv", "dta", "feather", "ods", "sas7bdat", "sav", "tsv", "xls", "xlsx"],
    textReason: ["asc", "bib", "htm", "html", "log", "md", "rst", "tex", "txt"],
    "it is a document": ["doc", "docx", "odt", "pdf", "rtf"],
    "it is data": [
      "faces", "h5", "hdf5", "json", "json5", "jsonl", "lmdb", "mat", "npy", "npz", "pickle", "pkl",
      "pts",
      "rdata", "rds", "xml", "xmp", "yaml", "yml",
    ],
    "it is weights of a model": ["onnx", "pt", "pth", "safetensors"],
    "it is a program or settings": [
      "bat", "c", "cfg", "conf", "cpp", "css", "h", "ini", "ipynb", "js", "m", "ps1", "py", "r",
      "sh",
      "swift", "toml",
    ],
    "it is a file of the system": [
      "db", "lnk", "lock", "mdb", "md5", "plist", "sha1", "sha256", "sqlite", "url",
    ],
  ].reduce(into: [:]) { reasons, kind in
    for ending in kind.value { reasons[ending] = kind.key }
  }

  /// Raw files of cameras, most of which begin as TIFF files do, with a small preview as their first image.
  private static let rawFormats: Set<String> = [
    "arw", "cr2", "cr3", "dng", "nef", "nrw", "orf", "pef", "raf", "raw", "rw2", "srw",
  ]

  private static let imageFormats: Set<String> = [
    "gif", "ico", "j2k", "jp2", "jxl", "pbm", "pgm", "pnm", "ppm", "psd", "svg", "tga",
  ]

  private static let videoFormats: Set<String> = [
    "3gp", "avi", "flv", "m4v", "mkv", "mov", "mp4", "mpeg", "mpg", "mts", "ogv", "webm", "wmv",
  ]

  private static let packedFormats = [
    "parquet": "a Parquet file", "arrow": "an Arrow file", "tfrecord": "a TFRecord file",
  ]

  private static let archiveFormats: Set<String> = [
    "7z", "bz2", "gz", "rar", "tar", "tgz", "xz", "zip", "zst",
  ]

  static let videoReason =
    "it is a video; `smilestone video` judges its faces, and `smilestone manifest --dataset events` cuts "
    + "coded frames out of it"
  private static let archiveReason = "it is an archive; unpack it first"
  private static let unknownReason = "it is not a JPEG, PNG, WebP, HEIC, AVIF, TIFF or BMP file"

  /// How many of a file's first bytes tell what it is.
  private static let sampleSize = 512

  /// - Parameters:
  ///   - path: of a regular file.
  ///   - ending: the name's, in lower case and without its point; "" where there is none.
  init(ofFileAt path: String, ending: String) {
    if FileKind.imageEndings.contains(ending) {
      self = .image
    } else {
      let sample = FileKind.sample(of: path) ?? []
      self = sample.withUnsafeBytes { FileKind(firstBytes: $0, ending: ending) }
    }
  }

  private init(firstBytes bytes: UnsafeRawBufferPointer, ending: String) {
    let format = ImageFormat(firstBytesOf: bytes)
    if FileKind.rawFormats.contains(ending), format == nil || format == .tiff {
      self = .unusable(
        "it is a raw file of a camera (\(ending)); convert it to JPEG or TIFF with the camera's program"
      )
    } else if format != nil {
      self = .image
    } else if let reason = FileKind.otherReasons[ending] {
      self = .other(reason)
    } else if let reason = FileKind.reason(firstBytes: bytes) ?? FileKind.reason(ending: ending) {
      self = .unusable(reason)
    } else if bytes.isEmpty {
      self = .unusable("the file is empty")
    } else {
      self =
        FileKind.isText(bytes)
        ? .other(FileKind.textReason) : .unusable(FileKind.unknownReason)
    }
  }

  /// Why a file that is none of these cannot be used, by its first bytes.
  static func refusal(firstBytes bytes: UnsafeRawBufferPointer) -> String {
    reason(firstBytes: bytes) ?? unknownReason
  }

  /// What can be read of a format's name, before or without its bytes.
  private static func reason(ending: String) -> String? {
    if videoFormats.contains(ending) { return videoReason }
    if archiveFormats.contains(ending) { return archiveReason }
    if let packed = packedFormats[ending] {
      return "it is \(packed), in which images are packed; unpack them into files and a table (in "
        + "Python, datasets.load_dataset and image.save)"
    }
    return imageFormats.contains(ending) ? imageReason(ending) : nil
  }

  private static func imageReason(_ format: String) -> String {
    "the format \(format) cannot be read; convert it to JPEG or PNG"
  }

  private static func reason(firstBytes bytes: UnsafeRawBufferPointer) -> String? {
    func has(_ text: String, at offset: Int = 0) -> Bool {
      bytes.dropFirst(offset).starts(with: text.utf8)
    }
    func hasBytes(_ start: [UInt8]) -> Bool { bytes.starts(with: start) }
    // HEIC's and AVIF's are images.
    if has("ftyp", at: 4) { return videoReason }
    if has("GIF8") { return imageReason("GIF") }
    if has("8BPS") { return imageReason("PSD") }
    if hasBytes([0xFF, 0x0A]) { return imageReason("JPEG XL") }
    if has("jP  ", at: 4) { return imageReason("JPEG 2000") }
    let isVideo =
      has("RIFF") && has("AVI ", at: 8) || hasBytes([0x1A, 0x45, 0xDF, 0xA3])
      || hasBytes([0, 0, 1, 0xBA]) || hasBytes([0, 0, 1, 0xB3]) || has("FLV\u{1}")
      || hasBytes([0x30, 0x26, 0xB2, 0x75])
    if isVideo { return videoReason }
    let isArchive = has("PK\u{3}\u{4}") || hasBytes([0x1F, 0x8B]) || has("Rar!") || has("7z")
    return isArchive ? archiveReason : nil
  }

  /// UTF-8 without characters that no text holds.
  private static func isText(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let allowed: Set<UInt8> = [0x09, 0x0A, 0x0C, 0x0D]
    guard bytes.allSatisfy({ ($0 >= 0x20 && $0 != 0x7F) || allowed.contains($0) }) else {
      return false
    }
    // The sample may end within a character.
    return (0..<4).contains { cut in
      String(validating: bytes.dropLast(cut), as: UTF8.self) != nil
    }
  }

  /// Nil where the file cannot be read.
  private static func sample(of path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    return [UInt8](unsafeUninitializedCapacity: sampleSize) { buffer, count in
      count = max(0, read(descriptor, buffer.baseAddress, sampleSize))
    }
  }
}
