package io.posthorn.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The JSON Schema of what is answered, read off the records it is made of.
final class ViewSchema {

    private final Schemas schemas;

    ViewSchema(Schemas schemas) {
        this.schemas = schemas;
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
            return schemas.named(name(type), type, () -> ofEnum(type));
        }
        if (type == ObjectNode.class) {
            return Schemas.type("object");
        }
        if (type == JsonNode.class) {
            return Schemas.any();
        }
        if (type.isSealed()) {
            return schemas.named(name(type), type, () -> ofSealed(type));
        }
        if (type.isRecord()) {
            return schemas.named(name(type), type, () -> ofRecord(type));
        }
        throw new IllegalArgumentException("no schema for " + type);
    }

    private static ObjectNode ofEnum(Class<?> type) {
        ObjectNode schema = Schemas.type("string");
        ArrayNode names = schema.putArray("enum");
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
            boolean mayBeLeftOut = mayBeLeftOut(component);
            properties.set(
                    name(component),
                    of(mayBeLeftOut ? content(component) : component.getGenericType()));
            if (!mayBeLeftOut) {
                required.add(name(component));
            }
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
        return component.getGenericType() instanceof ParameterizedType optional
                ? optional.getActualTypeArguments()[0]
                : component.getType();
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
