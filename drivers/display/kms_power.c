#include "drivers/display/kms_power.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <xf86drm.h>
#include <xf86drmMode.h>

/* The property of that name, or 0. */
static uint32_t find_property(int drm_fd, const drmModeConnector *connector, const char *name)
{
    uint32_t id = 0;

    for (int i = 0; i < connector->count_props && id == 0; i++) {
        drmModePropertyRes *property = drmModeGetProperty(drm_fd, connector->props[i]);

        if (property && strcmp(property->name, name) == 0)
            id = property->prop_id;
        drmModeFreeProperty(property);
    }
    return id;
}

int kms_power_set(int drm_fd, bool is_on, struct err *err)
{
    const uint64_t value = is_on ? DRM_MODE_DPMS_ON : DRM_MODE_DPMS_OFF;
    drmModeRes *resources = drmModeGetResources(drm_fd);
    int screens = 0;
    int result = 0;

    for (int i = 0; resources && i < resources->count_connectors; i++) {
        drmModeConnector *connector = drmModeGetConnectorCurrent(drm_fd, resources->connectors[i]);
        uint32_t dpms = 0;

        if (connector && connector->connection == DRM_MODE_CONNECTED)
            dpms = find_property(drm_fd, connector, "DPMS");
        if (dpms != 0) {
            screens++;
            if (drmModeConnectorSetProperty(drm_fd, connector->connector_id, dpms, value) != 0)
                result = err_set(err, err_from_errno(errno), "screen: cannot be switched %s: %s",
                                 is_on ? "on" : "off", strerror(errno));
        }
        drmModeFreeConnector(connector);
    }
    drmModeFreeResources(resources);
    return screens > 0 ? result
                       : err_set(err, ERR_UNSUPPORTED, "screen: no power that can be switched");
}
