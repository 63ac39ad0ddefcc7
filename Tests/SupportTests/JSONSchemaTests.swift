import Foundation
import Support
import TestSupport
import Testing

@Suite struct JSONSchemaTests {
  enum Colour: String, Codable, CaseIterable { case red, blue }

  struct Part: Codable {
    var ratio: Double
    var colour: Colour
  }

  struct Whole: Codable {
    var name: String
    var count: Int
    var parts: [Part]
    var byName: [String: Part]
    var best: Part?
    var grid: [[Double?]]
  }

  private func properties(_ schema: JSONTree) throws -> [String: JSONTree] {
    guard case .object(let root) = schema, case .object(let members)? = root["properties"] else {
      throw SmilestoneError.failed("no properties")
    }
    return members
  }

  @Test func membersHaveTheTypesThatAreRead() throws {
    let schema = JSONSchema.of(Whole.self, title: "whole", description: "a test")
    let members = try properties(schema)
    #expect(members["name"] == .object(["type": .string("string")]))
    #expect(members["count"] == .object(["type": .string("integer")]))
    guard case .object(let root) = schema, case .object(let definitions)? = root["$defs"],
      let part = definitions.first(where: { $0.key.hasSuffix("Part") })?.value
    else {
      Issue.record("the part is not defined")
      return
    }
    let colour = try properties(part)["colour"]
    #expect(colour == .object(["enum": .array([.string("red"), .string("blue")])]))
    #expect(
      root["required"]
        == .array(["byName", "count", "grid", "name", "parts"].map { .string($0) }))
  }

  /// Members beside others, which are there together or not at all.
  struct Beside: Decodable {
    var n: Int
    var part: Part?

    enum CodingKeys: String, CodingKey { case n, ratio }

    init(from decoder: any Decoder) throws {
      let members = try decoder.container(keyedBy: CodingKeys.self)
      n = try members.decode(Int.self, forKey: .n)
      part = members.contains(.ratio) ? try Part(from: decoder) : nil
    }
  }

  @Test func whatDependsOnAnotherMemberIsNotRequired() throws {
    let schema = JSONSchema.of(Beside.self, title: "beside", description: "a test")
    #expect(try Set(properties(schema).keys) == ["n", "ratio", "colour"])
    guard case .object(let root) = schema else {
      Issue.record("no object")
      return
    }
    #expect(root["required"] == .array([.string("n")]))
  }

  @Test func valuesFitTheirSchema() throws {
    let part = Part(ratio: 0.5, colour: .blue)
    let whole = Whole(
      name: "a", count: 2, parts: [part], byName: ["b": part], best: nil, grid: [[1, nil]])
    let schema = JSONSchema.of(Whole.self, title: "whole", description: "a test")
    let tree = try JSONTree(encoding: whole)
    #expect(schemaProblems(tree, schema) == [])
    let wrong = tree.merging(.object(["count": .string("two"), "more": .null]))
    #expect(schemaProblems(wrong, schema).count == 2)
  }
}
