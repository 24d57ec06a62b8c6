package io.posthorn.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.posthorn.message.Status;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The JSON Schema of what is answered, read off the records it is made of.
final class ViewSchema {

    private final Schemas schemas;
    private final Wording words;

    ViewSchema(Schemas schemas, Wording words) {
        this.schemas = schemas;
        this.words = words;
    }

    ObjectNode of(Class<?> view) {
        return ofClass(view);
    }

    private ObjectNode of(Type type) {
        return switch (type) {
            case Class<?> plain -> ofClass(plain);
            case ParameterizedType generic -> ofGeneric(generic);
            default -> throw new IllegalArgumentException("no schema for " + type);
        };
    }

    private ObjectNode ofGeneric(ParameterizedType type) {
        Class<?> raw = (Class<?>) type.getRawType();
        Type last = type.getActualTypeArguments()[type.getActualTypeArguments().length - 1];
        if (raw == Optional.class) {
            return Schemas.nullable(of(last));
        }
        if (Collection.class.isAssignableFrom(raw)) {
            ObjectNode array = Schemas.type("array");
            array.set("items", of(last));
            return array;
        }
        if (raw == Map.class) {
            ObjectNode map = Schemas.type("object");
            map.set("additionalProperties", of(last));
            return map;
        }
        throw new IllegalArgumentException("no schema for " + type);
    }

    private ObjectNode ofClass(Class<?> type) {
        if (type == String.class || Json.IDS.contains(type)) {
            return Schemas.type("string");
        }
        if (type == Instant.class) {
            return Schemas.type("string").put("format", "date-time");
        }
        if (type == boolean.class || type == Boolean.class) {
            return Schemas.type("boolean");
        }
        if (type == int.class
                || type == long.class
                || type == Integer.class
                || type == Long.class) {
            return Schemas.type("integer");
        }
        if (type == double.class || type == Double.class) {
            return Schemas.type("number");
        }
        if (type.isEnum()) {
            return named(type, () -> ofEnum(type));
        }
        if (type == ObjectNode.class) {
            return Schemas.type("object");
        }
        if (type == JsonNode.class) {
            return Schemas.any();
        }
        if (type.isSealed()) {
            return named(type, () -> ofSealed(type));
        }
        if (type.isRecord()) {
            return named(type, () -> ofRecord(type));
        }
        throw new IllegalArgumentException("no schema for " + type);
    }

    /// Under a name of its own for each kind where it is not the same for all.
    private ObjectNode named(Class<?> type, Supplier<ObjectNode> schema) {
        return varies(type, new HashSet<>())
                ? schemas.named(words.schema(name(type)), List.of(type, words.kind()), schema)
                : schemas.named(name(type), type, schema);
    }

    private static boolean varies(Type type, Set<Type> seen) {
        return switch (type) {
            case ParameterizedType generic ->
                    Arrays.stream(generic.getActualTypeArguments()).anyMatch(t -> varies(t, seen));
            case Class<?> plain when plain.isRecord() && seen.add(plain) ->
                    Arrays.stream(plain.getRecordComponents())
                            .anyMatch(component ->
                                    Wording.varies(plain, name(component))
                                            || varies(component.getGenericType(), seen));
            default -> type == Status.class;
        };
    }

    private ObjectNode ofEnum(Class<?> type) {
        ObjectNode schema = Schemas.type("string");
        ArrayNode names = schema.putArray("enum");
        if (type == Status.class) {
            words.statuses().keySet().forEach(names::add);
            return schema;
        }
        for (Object constant : type.getEnumConstants()) {
            names.add(((Enum<?>) constant).name());
        }
        return schema;
    }

    private ObjectNode ofSealed(Class<?> type) {
        ObjectNode schema = Schemas.any();
        ArrayNode cases = schema.putArray("oneOf");
        for (Class<?> each : type.getPermittedSubclasses()) {
            cases.add(ofClass(each));
        }
        return schema;
    }

    private ObjectNode ofRecord(Class<?> type) {
        ObjectNode schema = Schemas.type("object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        for (RecordComponent component : type.getRecordComponents()) {
            words.property(type, name(component))
                    .ifPresent(name -> {
                        properties.set(name, of(content(component)));
                        if (!mayBeLeftOut(component)) {
                            required.add(name);
                        }
                    });
        }
        return schema.put("additionalProperties", false);
    }

    private static String name(RecordComponent component) {
        JsonProperty other = component.getAccessor().getAnnotation(JsonProperty.class);
        return other == null ? component.getName() : other.value();
    }

    private static boolean mayBeLeftOut(RecordComponent component) {
        JsonInclude include = component.getAccessor().getAnnotation(JsonInclude.class);
        return include != null && include.value() == JsonInclude.Include.NON_ABSENT;
    }

    /// What is there when it is not left out.
    private static Type content(RecordComponent component) {
        return mayBeLeftOut(component)
                        && component.getGenericType() instanceof ParameterizedType optional
                ? optional.getActualTypeArguments()[0]
                : component.getGenericType();
    }

    /// `Connections.View` is a `Connection`, `Connections.ViewPage` a `ConnectionPage`.
    private static String name(Class<?> type) {
        String simple = type.getSimpleName();
        Class<?> home = type.getEnclosingClass();
        if (home == null) {
            return simple.replaceFirst("View$", "");
        }
        String singular = home.getSimpleName().replaceFirst("View$", "").replaceFirst("s$", "");
        return simple.startsWith("View")
                ? singular + simple.substring("View".length())
                : generic(simple) ? singular + simple : simple;
    }

    private static boolean generic(String simple) {
        return Arrays.asList("Page", "Status", "State", "Kind", "Stats", "Item", "Answer")
                .contains(simple);
    }
}
