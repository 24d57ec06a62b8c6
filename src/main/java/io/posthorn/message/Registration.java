package io.posthorn.message;

import java.util.List;

/// The devices on which one person uses one app.
///
/// @param devices the one registered last comes first
public record Registration(
        RegistrationId id, String account, String app, PushUserId user, List<Device> devices) {

    /// So many devices are kept; the one registered first gives way. A message has as many
    /// addresses.
    public static final int DEVICES_MOST = 10;

    public Registration {
        devices = List.copyOf(devices);
    }
}
