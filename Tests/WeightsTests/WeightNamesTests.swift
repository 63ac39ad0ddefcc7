import Testing
import Weights

@Suite struct WeightNamesTests {
  @Test(arguments: [
    (["conv1.weight", "fc.bias"], ""), (["model.conv1.weight", "model.fc.1.bias"], "model."),
    (["module.model.a", "module.model.b"], "module.model."), (["backbone.a", "head.b"], ""),
    (["model.a", "fc.b"], ""), ([], ""),
  ])
  func aPrefixOfAllNamesIsLeftAway(names: [String], prefix: String) {
    let mapped = WeightNames(names)
    #expect(mapped.removedPrefix == prefix)
    #expect(Set(mapped.fileNames.values) == Set(names))
    #expect(mapped.fileNames.allSatisfy { prefix + $0.key == $0.value })
  }
}
