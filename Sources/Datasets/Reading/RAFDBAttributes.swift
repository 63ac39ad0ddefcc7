import Faces
import Foundation
import Support

/// RAF-DB's `Annotation/manual/train_00001_manu_attri.txt`: five points (both eyes, nose, both
/// corners of the mouth) in the original image, then codes for sex, ethnicity and age range.
struct RAFDBAttributes {
  private let folder: URL
  private let ages: AgeGrouping

  private static let sexes: [Sex?] = [.male, .female, nil]
  private static let ethnicities = ["Caucasian", "African-American", "Asian"]
  private static let ageRanges: [(name: String, inYears: ClosedRange<Double>)] = [
    ("0-3", 0...3), ("4-19", 4...19), ("20-39", 20...39), ("40-69", 40...69),
    ("70+", 70...PossibleAge.inYears.upperBound),
  ]

  /// - Parameter ages: What an image's group is of; it has one where a group holds its whole range of ages.
  init(_ folder: URL, ages: AgeGrouping) {
    self.folder = folder
    self.ages = ages
  }

  /// Whether there is a folder of attributes.
  var areThere: Bool { FileManager.default.fileExists(atPath: folder.path) }

  /// Fills what is known of an image: nothing where it has no file of attributes.
  /// - Parameters:
  ///   - stem: the original image's name without its ending, "train_00001".
  ///   - isAligned: whether the image is the aligned one, in which the points lie elsewhere.
  /// - Returns: whether it has a file of attributes.
  func describe(_ record: inout FaceRecord, of stem: String, isAligned: Bool) throws -> Bool {
    record.extra = [""] + FacePlace().cells
    let url = folder.appendingPathComponent("\(stem)_manu_attri.txt")
    guard FileManager.default.fileExists(atPath: url.path) else { return false }
    let lines = try LabelLines(url).lines.map(\.words)
    let points = lines.prefix(5).map { $0.compactMap { Double($0) }.filter(\.isFinite) }
    guard lines.count == 8, points.allSatisfy({ $0.count == 2 }) else {
      throw UnusableImageError("its \(url.lastPathComponent) is not five points and three codes")
    }
    let sex = try code(lines[5], below: Self.sexes.count, "sex")
    let ethnicity = try code(lines[6], below: Self.ethnicities.count, "ethnicity")
    let age = try code(lines[7], below: Self.ageRanges.count, "age range")
    record.sex = Self.sexes[sex]
    record.ethnicity = Self.ethnicities[ethnicity]
    record.ageGroup = ages.group(ofAgesInYears: Self.ageRanges[age].inYears)
    let eyes =
      isAligned
      ? nil
      : EyePair(
        leftX: points[0][0], leftY: points[0][1], rightX: points[1][0], rightY: points[1][1])
    record.extra = [Self.ageRanges[age].name] + FacePlace(eyes: eyes).cells
    return true
  }

  private func code(_ words: [String], below count: Int, _ meaning: String) throws -> Int {
    guard words.count == 1, let code = Int(words[0]), (0..<count).contains(code) else {
      throw UnusableImageError("“\(words.joined(separator: " "))” is not a code for \(meaning)")
    }
    return code
  }
}
