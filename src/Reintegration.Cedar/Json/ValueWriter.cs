using System.Text.Json;

namespace Reintegration.Cedar;

/// <summary>Writes values in the form <see cref="ValueReader"/> reads without a schema.</summary>
internal static class ValueWriter
{
    public static void Write(Utf8JsonWriter writer, Value value)
    {
        switch (value)
        {
            case BoolValue flag:
                writer.WriteBooleanValue(flag.Flag);
                break;
            case LongValue number:
                writer.WriteNumberValue(number.Number);
                break;
            case StringValue text:
                writer.WriteStringValue(text.Text);
                break;
            case EntityUid uid:
                writer.WriteStartObject();
                writer.WritePropertyName("__entity");
                WriteUid(writer, uid);
                writer.WriteEndObject();
                break;
            case SetValue set:
                writer.WriteStartArray();
                foreach (var item in set)
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case RecordValue record:
                WriteRecord(writer, record);
                break;
            default:
                WriteExtension(writer, value);
                break;
        }
    }

    public static void WriteUid(Utf8JsonWriter writer, EntityUid uid)
    {
        writer.WriteStartObject();
        writer.WriteString("type", uid.Type);
        writer.WriteString("id", uid.Id);
        writer.WriteEndObject();
    }

    public static void WriteRecord(Utf8JsonWriter writer, RecordValue record)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in record)
        {
            if (name is "__entity" or "__extn" or "__expr")
                throw new CedarJsonException(
                    $"A record with the attribute {Escapes.Quote(name)} cannot be written as JSON.");
            writer.WritePropertyName(name);
            Write(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteExtension(Utf8JsonWriter writer, Value value)
    {
        var (name, argument) = value switch
        {
            DecimalValue number => ("decimal", number.Text),
            IpValue ip => ("ip", ip.Text),
            DurationValue span => ("duration", $"{span.Milliseconds}ms"),
            DatetimeValue { WritableText: { } text } => ("datetime", text),
            _ => ("offset", ""),
        };
        writer.WriteStartObject();
        writer.WriteStartObject("__extn");
        writer.WriteString("fn", name);
        if (name == "offset")
        {
            writer.WriteStartArray("args");
            Write(writer, new DatetimeValue(0));
            Write(writer, new DurationValue(((DatetimeValue)value).EpochMilliseconds));
            writer.WriteEndArray();
        }
        else
        {
            writer.WriteString("arg", argument);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
