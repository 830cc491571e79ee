using System.Reflection;
using NetArchTest.Rules;

namespace Matching.Tests;

/// <summary>Data walks one way: no folder imports one above it, and no two import each other.</summary>
public sealed class FloorsTests
{
    private static readonly Assembly Core = typeof(HubSnapshot).Assembly;

    // Ground first. Rooms on one floor stand apart; HubSnapshot, in the root, lies between Ties and Bridges.
    private static readonly string[][] Floors = [["Vectors", "Words", "Profiles", "Measures", "Markets"], ["Ties"], ["Bridges"], ["Introductions", "Contacts", "Gatherings"], ["Learning"]];

    public static TheoryData<string> Rooms() => [.. Floors.SelectMany(floor => floor)];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_imports_only_what_lies_below_it(string room)
    {
        var floor = Array.FindIndex(Floors, rooms => rooms.Contains(room));
        var above = Floors.Skip(floor).SelectMany(rooms => rooms).Where(other => other != room).Select(other => $"Matching.{other}").ToArray();
        var result = Types.InAssembly(Core).That().ResideInNamespace($"Matching.{room}").ShouldNot().HaveDependencyOnAny(above).GetResult();
        Assert.True(result.IsSuccessful, $"{room} reaches up: {string.Join(", ", result.FailingTypeNames ?? [])}");
    }

    [Fact]
    public void The_snapshot_is_seen_from_bridges_up_alone()
    {
        foreach (var room in Floors[0].Concat(Floors[1]))
        {
            var result = Types.InAssembly(Core).That().ResideInNamespace($"Matching.{room}").ShouldNot().HaveDependencyOn("Matching.HubSnapshot").GetResult();
            Assert.True(result.IsSuccessful, $"{room} reads the snapshot: {string.Join(", ", result.FailingTypeNames ?? [])}");
        }
    }

    [Fact]
    public void Every_folder_of_the_core_is_a_room_with_a_floor()
    {
        var rooms = Core.GetTypes().Select(type => type.Namespace).OfType<string>().Where(name => name.StartsWith("Matching.", StringComparison.Ordinal)).Distinct();
        Assert.All(rooms, name => Assert.Contains(name["Matching.".Length..], Floors.SelectMany(floor => floor)));
    }

    [Fact]
    public void The_core_stands_on_nothing_but_the_framework() =>
        Assert.All(Core.GetReferencedAssemblies(), reference => Assert.StartsWith("System", reference.Name, StringComparison.Ordinal));
}
