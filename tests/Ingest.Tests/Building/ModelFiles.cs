using System.Text;
using Google.Protobuf;

namespace Matching.Ingest.Tests.Building;

/// <summary>
/// Writes real model files small enough to compute by hand. The ONNX model looks each token up in a table and takes 1 from what the mask
/// passes over, so that a mean over padding shows. Field numbers: onnx.proto and sentencepiece_model.proto.
/// </summary>
internal static class ModelFiles
{
    private const int Float = 1, Int64 = 7;

    /// <summary>Pieces 0 to 2 are what SentencePiece itself always has; the others follow in the order given.</summary>
    internal static void WriteE5(string folder, float[][] table, params string[] pieces)
    {
        WriteModel(folder, table, withTypes: false);
        File.WriteAllBytes(Path.Combine(folder, "sentencepiece.bpe.model"), SentencePiece(pieces));
    }

    internal static void WriteBert(string folder, float[][] table, params string[] vocabulary)
    {
        WriteModel(folder, table, withTypes: true);
        File.WriteAllText(Path.Combine(folder, "vocab.txt"), string.Join('\n', vocabulary) + "\n");
    }

    internal static void WriteModel(string folder, float[][] table, bool withTypes, string output = "last_hidden_state") =>
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), Message(model =>
        {
            Number(model, 1, 8);
            Nested(model, 7, graph => Graph(graph, table, withTypes, output));
            Nested(model, 8, opset => Number(opset, 2, 13));
        }));

    private static void Graph(CodedOutputStream graph, float[][] table, bool withTypes, string output)
    {
        Node(graph, "Gather", "looked", "table", "input_ids");
        Node(graph, "Cast", "mask", attribute => WriteAttribute(attribute, "to", Float), "attention_mask");
        Node(graph, "Unsqueeze", "mask3", "mask", "last");
        Node(graph, "Sub", "less", "mask3", "one");
        Node(graph, "Add", output, "looked", "less");
        Text(graph, 2, "lookup");
        Tensor(graph, "table", Float, [table.Length, table[0].Length], [.. table.SelectMany(row => row).SelectMany(BitConverter.GetBytes)]);
        Tensor(graph, "one", Float, [1], BitConverter.GetBytes(1f));
        Tensor(graph, "last", Int64, [1], BitConverter.GetBytes(2L));
        Value(graph, 11, "input_ids", Int64, "batch", "length");
        Value(graph, 11, "attention_mask", Int64, "batch", "length");
        if (withTypes) Value(graph, 11, "token_type_ids", Int64, "batch", "length");
        Value(graph, 12, output, Float, "batch", "length", "width");
    }

    private static void Node(CodedOutputStream graph, string operation, string output, params string[] inputs) => Node(graph, operation, output, null, inputs);

    private static void Node(CodedOutputStream graph, string operation, string output, Action<CodedOutputStream>? attribute, params string[] inputs) =>
        Nested(graph, 1, node =>
        {
            foreach (var input in inputs) Text(node, 1, input);
            Text(node, 2, output);
            Text(node, 4, operation);
            if (attribute is not null) Nested(node, 5, attribute);
        });

    private static void WriteAttribute(CodedOutputStream attribute, string name, int value)
    {
        const int whole = 2;
        Text(attribute, 1, name);
        Number(attribute, 3, value);
        Number(attribute, 20, whole);
    }

    private static void Tensor(CodedOutputStream graph, string name, int type, int[] shape, byte[] raw) => Nested(graph, 5, tensor =>
    {
        foreach (var length in shape) Number(tensor, 1, length);
        Number(tensor, 2, type);
        Text(tensor, 8, name);
        Bytes(tensor, 9, raw);
    });

    private static void Value(CodedOutputStream graph, int field, string name, int type, params string[] shape) => Nested(graph, field, value =>
    {
        Text(value, 1, name);
        Nested(value, 2, of => Nested(of, 1, tensor =>
        {
            Number(tensor, 1, type);
            Nested(tensor, 2, dims => Array.ForEach(shape, length => Nested(dims, 1, dim => Text(dim, 2, length))));
        }));
    });

    private static byte[] SentencePiece(string[] pieces) => Message(model =>
    {
        const int normal = 1, unknown = 2, control = 3, unigram = 1;
        Piece(model, "<unk>", 0, unknown);
        Piece(model, "<s>", 0, control);
        Piece(model, "</s>", 0, control);
        for (var i = 0; i < pieces.Length; i++) Piece(model, pieces[i], -1 - i, normal);
        Nested(model, 2, trainer =>
        {
            Number(trainer, 3, unigram);
            Number(trainer, 40, 0);
            Number(trainer, 41, 1);
            Number(trainer, 42, 2);
        });
        Nested(model, 3, normaliser =>
        {
            Text(normaliser, 1, "identity");
            Number(normaliser, 3, 1);
            Number(normaliser, 4, 1);
            Number(normaliser, 5, 1);
        });
    });

    private static void Piece(CodedOutputStream model, string piece, float score, int type) => Nested(model, 1, one =>
    {
        Text(one, 1, piece);
        one.WriteTag(2, WireFormat.WireType.Fixed32);
        one.WriteFloat(score);
        Number(one, 3, type);
    });

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using var memory = new MemoryStream();
        using (var output = new CodedOutputStream(memory, leaveOpen: true)) write(output);
        return memory.ToArray();
    }

    private static void Nested(CodedOutputStream output, int field, Action<CodedOutputStream> write) => Bytes(output, field, Message(write));

    private static void Text(CodedOutputStream output, int field, string text) => Bytes(output, field, Encoding.UTF8.GetBytes(text));

    private static void Bytes(CodedOutputStream output, int field, byte[] bytes)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(bytes));
    }

    private static void Number(CodedOutputStream output, int field, long value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(value);
    }
}
