import CCrypto
import Foundation

/// SHA-256 of bytes and files, as 64 lower-case hexadecimal digits (FIPS 180-4).
public enum ContentHash {
  public static func sha256(of bytes: some ContiguousBytes) throws -> String {
    var hasher = try Hasher()
    try bytes.withUnsafeBytes { try hasher.update($0) }
    return try hasher.finish()
  }

  /// Hashes a file in pieces.
  /// - Throws: what `InputFile.forEachPiece` throws.
  public static func sha256(ofFile url: URL, remedy: String = "Check the path.") throws -> String {
    var hasher = try Hasher()
    try InputFile.forEachPiece(of: url, remedy: remedy) { try hasher.update($0) }
    return try hasher.finish()
  }

  /// Hashes a sequence of strings; a length before each keeps ["ab", "c"] apart from ["a", "bc"].
  public static func sha256(ofStrings strings: [String]) throws -> String {
    var hasher = try Hasher()
    for string in strings {
      try hasher.update(string)
    }
    return try hasher.finish()
  }

  /// An incremental hash.
  public struct Hasher: ~Copyable {
    private let context: OpaquePointer

    public init() throws {
      guard let context = EVP_MD_CTX_new() else { throw Self.failure }
      guard EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
        EVP_MD_CTX_free(context)
        throw Self.failure
      }
      self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    public mutating func update(_ bytes: UnsafeRawBufferPointer) throws {
      guard EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1 else {
        throw Self.failure
      }
    }

    public mutating func update(_ string: String) throws {
      var string = string
      var length = UInt64(string.utf8.count).littleEndian
      try withUnsafeBytes(of: &length) { try update($0) }
      try string.withUTF8 { try update(UnsafeRawBufferPointer($0)) }
    }

    public mutating func finish() throws -> String {
      var digest = [UInt8](repeating: 0, count: 32)
      guard EVP_DigestFinal_ex(context, &digest, nil) == 1 else { throw Self.failure }
      let digits = Array("0123456789abcdef".utf8)
      return String(
        decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
        as: UTF8.self)
    }

    private static var failure: SmilestoneError {
      .failed("The SHA-256 hash could not be computed.", remedy: "Reinstall OpenSSL's libcrypto.")
    }
  }
}
