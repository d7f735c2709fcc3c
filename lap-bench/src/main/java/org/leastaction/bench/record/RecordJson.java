package org.leastaction.bench.record;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Records as JSON: keys in snake case, non-finite numbers as null; unknown keys are ignored. */
final class RecordJson {

    static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .addModule(new SimpleModule()
                    .addSerializer(Double.class, new NonFiniteAsNull())
                    .addSerializer(double.class, new NonFiniteAsNull())
                    .addDeserializer(double.class, new NullAsNaN())
                    .addDeserializer(RunRecord.Model.class, new ModelInOrder()))
            .build();

    private RecordJson() {}

    /** A record, or a map of texts, as JSON on one line. */
    static String line(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of plain values always has a JSON form", e);
        }
    }

    static RunRecord parse(String line) throws JsonProcessingException {
        RunRecord record = MAPPER.readValue(line, RunRecord.class);
        if (record == null) {
            throw MismatchedInputException.from(null, RunRecord.class, "it is null");
        }
        return record;
    }

    private static final class NonFiniteAsNull extends StdSerializer<Double> {

        NonFiniteAsNull() {
            super(Double.class);
        }

        @Override
        public void serialize(Double value, JsonGenerator json, SerializerProvider provider) throws IOException {
            if (Double.isFinite(value)) {
                json.writeNumber(value);
            } else {
                json.writeNull();
            }
        }
    }

    /** Reads a number; null or an absent value is NaN. */
    static final class NullAsNaN extends StdDeserializer<Double> {

        NullAsNaN() {
            super(Double.class);
        }

        @Override
        public Double deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return json.getDoubleValue();
        }

        @Override
        public Double getNullValue(DeserializationContext context) {
            return Double.NaN;
        }

        @Override
        public Object getAbsentValue(DeserializationContext context) {
            return Double.NaN;
        }
    }

    /** Reads a model with its other settings in the order of the text, so that a record is written as it was read. */
    private static final class ModelInOrder extends StdDeserializer<RunRecord.Model> {

        private static final List<String> FIELDS = List.of("family", "words", "blocks", "stages", "encoder");

        ModelInOrder() {
            super(RunRecord.Model.class);
        }

        @Override
        public RunRecord.Model deserialize(JsonParser json, DeserializationContext context) throws IOException {
            JsonNode model = context.readTree(json);
            if (!model.isObject()) {
                context.reportInputMismatch(this, "a model is a JSON object");
            }
            Map<String, Object> settings = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> field : model.properties()) {
                if (!FIELDS.contains(field.getKey())) {
                    settings.put(field.getKey(), context.readTreeAsValue(field.getValue(), Object.class));
                }
            }
            return new RunRecord.Model(
                    context.readTreeAsValue(model.path("family"), String.class),
                    context.readTreeAsValue(model.path("words"), String.class),
                    context.readTreeAsValue(model.path("blocks"), Integer.class),
                    context.readTreeAsValue(model.path("stages"),
                            context.getTypeFactory().constructCollectionType(List.class, Integer.class)),
                    settings,
                    context.readTreeAsValue(model.path("encoder"), RunRecord.Encoder.class));
        }
    }
}
