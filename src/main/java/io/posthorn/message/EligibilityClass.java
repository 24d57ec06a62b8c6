package io.posthorn.message;

/// What makes two waiting messages equal to every sender that may take them (routing.md, section
/// 2): a class that must wait never holds up another.
///
/// @param country ISO region of the recipient, or the push service of a device; empty when it has
///   none
/// @param ordered whether the message has an ordering key
public record EligibilityClass(Channel channel, String country, boolean ordered) {

    public static EligibilityClass of(Message message) {
        Plan.Step step = message.currentStep();
        return new EligibilityClass(
                step.channel(),
                country(step.to()),
                message.plan().operation().orderingKey().isPresent());
    }

    /// The ISO region an address belongs to, or the service of a device; empty when it has none.
    public static String country(Address to) {
        return switch (to.kind()) {
            case PHONE, WHATSAPP -> Numbering.country(to.value()).orElse("");
            case EMAIL -> "";
            case DEVICE -> Device.of(to).map(device -> device.provider().name()).orElse("");
        };
    }
}
