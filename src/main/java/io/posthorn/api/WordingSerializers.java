package io.posthorn.api;

import io.posthorn.message.MessageId;
import io.posthorn.message.Status;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.util.NameTransformer;

/// Writes what is answered in the words of one kind.
final class WordingSerializers {

    private WordingSerializers() {}

    static SimpleModule of(Wording words) {
        SimpleModule module = new SimpleModule("words of " + words.name());
        module.addSerializer(new OfId(words));
        module.addSerializer(new OfStatus(words));
        module.setSerializerModifier(new OfProperties(words));
        return module;
    }

    private static final class OfId extends StdSerializer<MessageId> {

        private final Wording words;

        OfId(Wording words) {
            super(MessageId.class);
            this.words = words;
        }

        @Override
        public void serialize(MessageId id, JsonGenerator out, SerializationContext context) {
            out.writeString(id.as(words.kind()));
        }
    }

    private static final class OfStatus extends StdSerializer<Status> {

        private final Wording words;

        OfStatus(Wording words) {
            super(Status.class);
            this.words = words;
        }

        @Override
        public void serialize(Status status, JsonGenerator out, SerializationContext context) {
            out.writeString(words.kind().shown(status));
        }
    }

    @SuppressWarnings("serial") // mappers are never serialized
    private static final class OfProperties extends ValueSerializerModifier {

        private final transient Wording words;

        OfProperties(Wording words) {
            this.words = words;
        }

        @Override
        public List<BeanPropertyWriter> changeProperties(
                SerializationConfig config,
                BeanDescription.Supplier of,
                List<BeanPropertyWriter> properties) {
            List<BeanPropertyWriter> changed = new ArrayList<>();
            for (BeanPropertyWriter property : properties) {
                words.property(property.getMember().getDeclaringClass(), property.getName())
                        .map(name -> property.rename(new To(name)))
                        .ifPresent(changed::add);
            }
            return changed;
        }
    }

    private static final class To extends NameTransformer {

        private final String name;

        To(String name) {
            this.name = name;
        }

        @Override
        public String transform(String old) {
            return name;
        }

        @Override
        public String reverse(String transformed) {
            return transformed;
        }
    }
}
