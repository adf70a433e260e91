using System.Text.Json.Nodes;
using Farhub.Remote;

namespace Farhub.Tests.Remote;

public sealed class YamlDocumentTests
{
    [Theory]
    [InlineData("""{"shares":{"a":{"device":{"id":"1209:0001","serial":null},"tags":["x","y"],"enabled":false,"note":"it's \"one\": #1"}}}""")]
    [InlineData("""{"schedules":{"s":{"windows":["Mon-Fri 08:00-18:00"],"exceptions":[{"from":"2027-12-24","until":"2027-12-26","windows":[],"note":"holiday"},{"from":"2028-01-01"}]}}}""")]
    [InlineData("""{"users":{"yes":{},"1234":{"priority":-3,"note":"0012"},"null":{"note":"true"},"x":{"note":"1e3"}},"grants":{}}""")]
    [InlineData("""{"a":{"b":["- x","? y","&z","*z","!t","%d","@e","`f","line\nbreak","tab\t"," lead","trail ","","~"]}}""")]
    public void WhatIsWritten_ReadsAsItself(string json)
    {
        JsonObject document = JsonNode.Parse(json)!.AsObject();
        JsonObject read = YamlDocuments.Read(YamlDocuments.Write(document), "it");
        Assert.True(JsonNode.DeepEquals(document, read), $"{YamlDocuments.Write(document)}\nread as\n{read.ToJsonString()}");
    }

    [Theory]
    [InlineData("id: 0529:0001", "0529:0001")]
    [InlineData("id: 0012", "0012")]
    [InlineData("id: 1e3", "1e3")]
    [InlineData("id: 0x1f", "0x1f")]
    [InlineData("id: yes", "yes")]
    public void WordWithoutQuotes_ThatOnlyLooksLikeANumber_StaysAWord(string yaml, string word) => Assert.Equal(word, YamlDocuments.Read(yaml, "it")["id"]!.GetValue<string>());

    [Theory]
    [InlineData("a: [1", "it, line ")]
    [InlineData("- a", "it has to be a mapping")]
    [InlineData("a: &x 1\nb: *x", "it, line 1, column 4: this has an anchor")]
    [InlineData("a: 1\n---\nb: 2", "it has 2 documents")]
    [InlineData("a: 1\na: 2", "it, line ")]
    public void Mistake_SaysWhere(string yaml, string begins)
    {
        CommandException mistake = Assert.Throws<CommandException>(() => YamlDocuments.Read(yaml, "it"));
        Assert.StartsWith(begins, mistake.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, mistake.Code);
    }

    [Fact]
    public void Nothing_IsAnEmptyDocument() => Assert.Empty(YamlDocuments.Read("# nothing\n", "it"));
}
